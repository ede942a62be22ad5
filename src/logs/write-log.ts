/** A log in the exchange format: what it holds, nothing less. */
import type { Log, LogBatch } from '../core/log.ts'
import { exchangeSchema } from './exchange-line.ts'
import { lineOf } from './exchange-write.ts'

/** One line per rollout, in the order of the files. What the format has no field for stands in `meta`. */
export function* logLines(log: Log): Iterable<string> {
  const places = log.batches.flatMap(batch => batch.rollouts.map(({ order }, i) => ({ order, batch, i })))
  places.sort((a, b) => a.order - b.order)
  // A reader wants a role on every line or on none.
  const hasRoles = places.every(({ batch, i }) => batch.rollouts[i]!.role !== undefined)
  const turns = new Map(log.batches.map(batch => [batch, turnsOf(batch)]))
  for (const { batch, i } of places)
    yield `${JSON.stringify(lineIn(log, batch, i, turns.get(batch)?.[i] ?? [], hasRoles))}\n`
}

function turnsOf({ batch }: LogBatch): readonly (readonly number[])[] {
  const own: number[][] = Array.from({ length: batch.rollouts }, () => [])
  for (const [j, rollout] of batch.turns?.rollout.entries() ?? []) own[rollout]!.push(j)
  return own
}

function lineIn(
  log: Log,
  { batch, rollouts, groupNames, iteration }: LogBatch,
  i: number,
  turns: readonly number[],
  hasRoles: boolean,
): object {
  const { prompt, response, role, discarded, extra } = rollouts[i]!
  const meta = role !== undefined && !hasRoles ? { ...extra, role } : extra
  const length = batch.tokenStart[i + 1]! - batch.tokenStart[i]!
  const named = log.vocabulary.size > 0 && { textOf: (id: number) => log.vocabulary.get(id) ?? '' }
  const {
    tokenIds,
    response: _joined,
    ...line
  } = lineOf(batch, i, turns, {
    groupNames,
    ...(iteration !== undefined && { iteration }),
    ...named,
  })
  return {
    ...line,
    schema: exchangeSchema,
    // Ids that were made up here would only claim to be a tokenizer's.
    ...(length > 0 && !named && { tokenIds }),
    ...(prompt !== undefined && { prompt }),
    ...(response !== undefined && { response }),
    ...(role !== undefined && hasRoles && { role }),
    ...(discarded !== undefined && { discarded }),
    ...(Object.keys(meta).length > 0 && { meta }),
  }
}
