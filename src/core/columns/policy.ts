/** What policies think of the tokens, at the sampling temperature: `old` is then, at the start of the update; without it, now. */
import type { ColumnSpec } from './spec.ts'

export const policyColumns = {
  oldLogp: {
    extent: 'token',
    at: 'draw',
    kind: 'logp',
    words: 'log-probabilities of the tokens at the start of the update',
    signal: {
      label: 'Log-prob when sampled',
      family: 'What the policy thinks',
      formula: 'oldLogp',
      note: '0 is certain; the darker, the more surprising the token was.',
    },
  },
  logp: {
    extent: 'token',
    at: 'after',
    kind: 'logp',
    words: 'log-probabilities of the tokens now',
    signal: {
      label: 'Log-prob after the update',
      family: 'What the policy thinks',
      formula: 'logp',
      note: 'Compare with the log-prob when sampled.',
    },
  },
  refLogp: {
    extent: 'token',
    at: 'draw',
    kind: 'logp',
    cost: 'always',
    words: 'log-probabilities under the reference policy',
  },
  samplerLogp: {
    extent: 'token',
    at: 'draw',
    kind: 'logp',
    standIn: 'oldLogp',
    words: 'log-probabilities with which the sampler really drew, after top-k and top-p',
  },
  /** What top-k and top-p left before the draw; 1 where they cut nothing. Below 1, samplerLogp is higher by -log of it. */
  keptMass: {
    extent: 'token',
    at: 'draw',
    kind: 'share',
    words: 'the probability of all tokens that top-k and top-p kept where each token was drawn',
    signal: {
      label: 'Kept mass',
      family: 'What the policy thinks',
      note: 'Below 1 the token was drawn from a part of the distribution only: its real probability was higher.',
      rare: true,
    },
  },
  oldEntropy: {
    extent: 'token',
    at: 'draw',
    kind: 'amount',
    unit: 'nats',
    words: 'the entropy of the next-token distribution at the start of the update',
    signal: {
      label: 'Entropy',
      family: 'What the policy thinks',
      formula: '−Σ p log p over the next token',
      note: 'High at forks, 0 where only one continuation is left.',
    },
  },
  entropy: {
    extent: 'token',
    at: 'after',
    kind: 'amount',
    unit: 'nats',
    words: 'the entropy of the next-token distribution now',
    signal: {
      label: 'Entropy after the update',
      family: 'What the policy thinks',
      formula: '−Σ p log p over the next token',
      note: 'After the update; where it fell, the policy has become surer of itself.',
    },
  },
  oldMeanLogp: {
    extent: 'token',
    at: 'draw',
    kind: 'logp',
    words: 'the mean log-probability over the vocabulary at the start of the update',
  },
  meanLogp: {
    extent: 'token',
    at: 'after',
    kind: 'logp',
    words: 'the mean log-probability over the vocabulary now',
  },
  /** Of the optimal token baseline. */
  collision: { extent: 'token', at: 'draw', kind: 'share', words: 'the sum of squared next-token probabilities' },
  /** Of Clip-V; S is p (H + log p), core/formulas/entropy-change.ts. */
  expectedS: {
    extent: 'token',
    at: 'draw',
    kind: 'signed',
    unit: 'nats',
    cost: 'needed',
    words: 'the mean over the next token of how fast the entropy falls as it becomes likelier',
  },
  oldValue: {
    extent: 'token',
    at: 'draw',
    kind: 'signed',
    words: 'a value head: the return that it predicted before each token at the start of the update',
    signal: {
      label: 'Value (critic)',
      family: 'What the method gives',
      formula: 'V(prefix), the value head',
      note: 'The return that the critic expects before the token; should turn where a response is won or lost.',
    },
  },
  value: {
    extent: 'token',
    at: 'after',
    kind: 'signed',
    words: 'a value head: the return that it predicts before each token now',
    signal: {
      label: 'Value after the update (critic)',
      family: 'What the method gives',
      formula: 'V(prefix), the value head',
      note: 'After the update; compare with the value before it.',
    },
  },
  /** From logs: a model whose log-ratio to the policy is a reward. */
  prmLogp: { extent: 'token', at: 'log', kind: 'logp', words: 'log-probabilities under an implicit reward model' },
} as const satisfies Record<string, ColumnSpec>
