/** The tables that can be taken away, as comma-separated values with all digits. Pure. */
import { groupMembers, tokenCount } from '../../core/batch.ts'
import { columnsOf } from '../../core/columns.ts'
import type { Metrics } from '../../core/metrics.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import { csv } from '../kit/csv.ts'

/** A line per response of the group, in the order of the screen: its text, its rewards, every column of responses. */
export function groupCsv({ batch, problems, notes }: Snapshot, group: number, vocabulary: readonly string[]): string {
  const parts = Object.entries(batch.rewardParts ?? {})
  const columns = columnsOf('rollout').flatMap(name => (batch[name] ? [{ name, values: batch[name] }] : []))
  const textOf = (row: number) =>
    Array.from(batch.token.subarray(batch.tokenStart[row], batch.tokenStart[row + 1]), id => vocabulary[id] ?? '').join(
      '',
    )
  const head = ['problem', 'response', 'text', 'tokens', 'answer', 'verdict', 'reward']
  const lines = (groupMembers(batch)[group] ?? []).map((row, i) => [
    problems[group]?.text,
    i + 1,
    textOf(row),
    tokenCount(batch, row),
    batch.answer?.[row],
    notes[row],
    batch.reward[row],
    ...parts.map(([, values]) => values[row]),
    ...columns.map(({ values }) => values[row]),
  ])
  return csv([[...head, ...parts.map(([name]) => `reward: ${name}`), ...columns.map(({ name }) => name)], ...lines])
}

/** A line per iteration, a column per metric. */
export function seriesCsv(series: readonly Metrics[]): string {
  const metrics = [...new Set(series.flatMap(row => Object.keys(row)))]
  return csv([['iteration', ...metrics], ...series.map((row, i) => [i + 1, ...metrics.map(metric => row[metric])])])
}
