import type { Log } from '../../core/log.ts'
import { defineCheck, type Finding, type Row } from '../finding.ts'
import { groupsOf } from '../groups.ts'
import { counted, digits, listed, percent, rowOf, rowWords } from '../words.ts'

type Told = Omit<Finding, 'id'>

/** Every rollout of the log. */
const rolloutsOf = (log: Log) =>
  groupsOf(log).flatMap(({ batch, in: own, members }) =>
    members.map(i => ({
      row: () => rowOf(log, batch, i),
      reward: own.batch.reward[i]!,
      advantage: own.batch.advantage?.[i],
      response: own.rollouts[i]!.response,
      discarded: own.rollouts[i]!.discarded,
      parts: Object.entries(own.batch.rewardParts ?? {}).map(([name, values]) => ({ name, value: values[i]! })),
    })),
  )

type Rollout = ReturnType<typeof rolloutsOf>[number]
const rowsOf = (rollouts: readonly Rollout[]): Row[] => rollouts.map(({ row }) => row())

function lost(all: readonly Rollout[]): Told[] {
  const rows = all.filter(
    ({ reward, advantage = 0 }) => Number.isNaN(reward) && Number.isFinite(advantage) && advantage !== 0,
  )
  if (rows.length === 0) return []
  return [
    {
      severity: 'fault',
      title: 'A reward was lost',
      text: `${counted(rows.length, 'row')} ${rows.length === 1 ? 'has' : 'have'} no reward and yet an advantage: ${rowWords(rowsOf(rows))} (${listed(rows.map(({ advantage }) => digits(advantage!)))}). The reward was there when the advantage was made.`,
      cure: 'Look for what writes null: a field that failed to serialise, NaN in JSON, a join that lost rows.',
      rows: rowsOf(rows),
    },
  ]
}

function unscored(all: readonly Rollout[]): Told[] {
  const rows = all.filter(
    ({ reward, advantage = 0 }) => Number.isNaN(reward) && !(advantage !== 0 && Number.isFinite(advantage)),
  )
  if (rows.length === 0) return []
  // Several functions may all have nothing to say, and a failed rollout has no reward; a single reward is expected.
  const isUsual = rows.every(({ parts, discarded }) => parts.length > 0 || discarded !== undefined)
  return [
    {
      severity: isUsual ? 'note' : 'warning',
      title: 'Rewards are missing',
      text: `${counted(rows.length, 'row')} of ${all.length} (${percent(rows.length / all.length)}) ${rows.length === 1 ? 'has' : 'have'} no reward: ${rowWords(rowsOf(rows))}. They are left out of means and deviations, and their advantage is 0, as in TRL.`,
      cure: 'If a reward function should have scored them, look at what it returned.',
      rows: rowsOf(rows),
    },
  ]
}

function missingParts(all: readonly Rollout[]): Told[] {
  const names = [...new Set(all.flatMap(({ parts }) => parts.map(({ name }) => name)))]
  const gaps = names.flatMap(name => {
    const rows = all.filter(
      ({ reward, parts }) =>
        Number.isFinite(reward) && parts.some(part => part.name === name && Number.isNaN(part.value)),
    )
    return rows.length > 0 ? [{ name, rows }] : []
  })
  if (gaps.length === 0) return []
  const rows = rowsOf([...new Set(gaps.flatMap(gap => gap.rows))])
  return [
    {
      severity: 'note',
      title: 'Parts of the reward are missing',
      text: `In ${counted(rows.length, 'row')} a reward function gave nothing: ${gaps.map(gap => `${gap.name} in ${rowWords(rowsOf(gap.rows))}`).join('; ')}. The reward is the sum of the others.`,
      cure: 'As meant where a function does not apply (it returned None); else siblings are compared by different sums.',
      rows,
    },
  ]
}

/** Trainers that leave an advantage out where they never assigned one. */
const mayLeaveOut = ['prime-rl', 'verifiers']

function missingAdvantages(all: readonly Rollout[], framework: string | undefined): Told[] {
  const rows = all.filter(({ advantage }) => advantage !== undefined && Number.isNaN(advantage))
  if (rows.length === 0 || rows.length === all.length) return []
  return [
    {
      severity: mayLeaveOut.includes(framework ?? '') ? 'note' : 'warning',
      title: 'Advantages are missing',
      text: `${counted(rows.length, 'row')} of ${all.length} ${rows.length === 1 ? 'has' : 'have'} no advantage of its response where the others do: ${rowWords(rowsOf(rows))}.`,
      cure: 'The trainer may never have assigned one (a failed or filtered rollout), or it differs from token to token; 0 would mean something else.',
      rows: rowsOf(rows),
    },
  ]
}

function missingTexts(all: readonly Rollout[]): Told[] {
  const rows = all.filter(({ response, discarded }) => response === undefined && discarded === undefined)
  if (rows.length === 0 || rows.length === all.length) return []
  return [
    {
      severity: 'warning',
      title: 'Texts are missing',
      text: `${counted(rows.length, 'row')} of ${all.length} ${rows.length === 1 ? 'has' : 'have'} no response where the others do: ${rowWords(rowsOf(rows))}.`,
      cure: 'Look for what writes null: their rewards were given to something.',
      rows: rowsOf(rows),
    },
  ]
}

export default defineCheck({
  id: 'unscored',
  asks: 'Are rewards, advantages or texts missing?',
  find: ({ log }) => {
    const all = rolloutsOf(log)
    const shared = [...missingParts(all), ...missingAdvantages(all, log.framework), ...missingTexts(all)]
    // A log without any rewards has lost none.
    return all.every(({ reward }) => Number.isNaN(reward)) ? shared : [...lost(all), ...unscored(all), ...shared]
  },
})
