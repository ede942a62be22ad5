/** Which tokens are whose. */
import { noReplies } from '../world.ts'
import type { ColumnSpec } from './spec.ts'

export const tokenColumns = {
  /** Absent means all 1. */
  mask: { extent: 'token', at: 'draw', kind: 'flag', words: 'which tokens the policy wrote, and not the world' },
  /** Absent means as `mask` says. */
  trained: { extent: 'token', at: 'slot', kind: 'flag', words: 'which tokens the loss reads, and its averages count' },
  external: {
    extent: 'token',
    at: 'slot',
    kind: 'flag',
    lacks: noReplies,
    words: 'which tokens somebody else than the policy wrote, to be trained on as a demonstration',
  },
  /** Mask 0 there; absent where nothing was given. */
  given: { extent: 'token', at: 'slot', kind: 'flag', words: 'which tokens were given as a hint, and not drawn' },
  item: { extent: 'token', at: 'slot', kind: 'whole', words: 'which item of a list a token belongs to, from 0' },
} as const satisfies Record<string, ColumnSpec>
