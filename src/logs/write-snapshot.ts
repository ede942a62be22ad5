/** What a run sampled, in the exchange format. */
import type { Snapshot } from '../core/snapshot.ts'
import { writeExchange } from './exchange-write.ts'

/** One line per rollout; `vocabulary`: text of a token id. */
export const snapshotLines = (
  { iteration, batch, problems }: Pick<Snapshot, 'iteration' | 'batch' | 'problems'>,
  vocabulary: readonly string[],
): string =>
  writeExchange(batch, {
    iteration,
    prompts: problems.map(({ text }) => text),
    textOf: token => vocabulary[token] ?? '',
  })
