/** What the page asks of the small worker that writes rollouts in the exchange format. */
import type { Snapshot } from '../core/snapshot.ts'

export type WriteAsked =
  /** One iteration, in the order of the file. `vocabulary`: text of a token id. */
  | {
      readonly type: 'snapshot'
      readonly snapshot: Pick<Snapshot, 'iteration' | 'batch' | 'problems'>
      readonly vocabulary: readonly string[]
    }
  /** There are no more: hand out the file. */
  | { readonly type: 'end' }

export type WriteAnswer = { readonly content: Blob } | { readonly failed: string }
