/** What a method makes of the rewards, and what the update makes of that. */
import type { ColumnSpec } from './spec.ts'

export const methodColumns = {
  advantage: {
    extent: 'rollout',
    at: 'slot',
    kind: 'signed',
    gaps: 'a log has none for this response',
    words: 'one number per response, its advantage',
  },
  /** Absent means that the whole reward stands at the last token. */
  tokenReward: { extent: 'token', at: 'slot', kind: 'signed', words: 'rewards paid at tokens' },
  credit: {
    extent: 'token',
    at: 'slot',
    kind: 'signed',
    gaps: 'a log has none for this token',
    words: 'one number per token, its credit: what the objective multiplies',
    signal: {
      label: 'Credit',
      family: 'What the method gives',
      formula: 'advantage after credit assignment',
      note: 'What the objective multiplies. Positive tokens are made likelier, negative ones rarer.',
    },
  },
  returns: { extent: 'token', at: 'slot', kind: 'signed', words: 'what the value head should have predicted' },
  entropyTarget: {
    extent: 'token',
    at: 'slot',
    kind: 'amount',
    unit: 'nats',
    gaps: 'no aim',
    words: 'an entropy to aim at, per token',
  },
  entropyWeight: {
    extent: 'token',
    at: 'slot',
    kind: 'signed',
    words: 'a weight for each token’s entropy in the loss',
  },
  ratio: { extent: 'token', at: 'after', kind: 'amount', words: 'how much likelier each token has become' },
  clipped: { extent: 'token', at: 'after', kind: 'flag', words: 'which tokens lost their gradient to a clip' },
} as const satisfies Record<string, ColumnSpec>
