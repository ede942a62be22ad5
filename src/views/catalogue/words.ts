/** What the closed lists of the domain mean, for readers of the catalogue. */
import type { Confidence, Slot } from '../../core/method.ts'

export const slotWords: Readonly<Record<Slot, string>> = {
  sampler: 'how responses are drawn',
  curriculum: 'which problems, and which groups are kept',
  reward: 'what a response is worth',
  advantage: 'one number per response',
  credit: 'one number per token',
  objective: 'what is differentiated',
  aggregation: 'how tokens become one loss',
  regulariser: 'extra terms of the loss',
  probe: 'what is measured beside it',
}

export const confidenceWords: Readonly<Record<Confidence, { readonly short: string; readonly long: string }>> = {
  'code-verified': { short: 'code', long: 'The definition was read in released code.' },
  'paper-verified': { short: 'paper', long: 'The definition was read in the paper; no released code was compared.' },
  'abstract-only': {
    short: 'abstract',
    long: 'Derived from what the paper’s abstract and summaries say; details may differ from the authors’ own.',
  },
}

/** What a column or tensor holds. A name that is not listed here is shown as it is. */
const needWords: Readonly<Record<string, string>> = {
  correct: 'whether the verifier accepts each answer',
  truncated: 'whether a response was cut off by the length limit',
  greedyReward: 'the reward of the greedy response to the same problem',
  oldLogp: 'log-probabilities of the tokens at the start of the update',
  logp: 'log-probabilities of the tokens now',
  refLogp: 'log-probabilities under the reference policy',
  samplerLogp: 'log-probabilities as the sampler recorded them',
  entropy: 'the entropy of the next-token distribution',
  oldMeanLogp: 'the mean log-probability over the vocabulary at the start of the update',
  meanLogp: 'the mean log-probability over the vocabulary now',
  collision: 'the sum of squared next-token probabilities',
  value: 'a value head: the return predicted before each token',
  oldValue: 'the value head’s predictions at the start of the update',
  returns: 'what the value head should have predicted',
  tokenReward: 'rewards paid at tokens',
  exactAdvantage: 'the exact advantage of every token: tasks small enough to enumerate',
  prefixValue: 'the value of every prefix, exact or sampled',
  turnReward: 'a reward per turn: tasks of several turns',
  stateKey: 'the state of the world at every turn: tasks of several turns',
  external: 'which tokens somebody else than the policy wrote',
  entropyTarget: 'an entropy to aim at, per token',
  entropyWeight: 'a weight for each token’s entropy',
  passRate: 'how often earlier responses to this problem were correct',
  problem: 'which problem of the pool a group belongs to',
  reward: 'the rewards',
  group: 'which responses are siblings',
  logits: 'the logits of the whole vocabulary',
}

export const needText = (name: string): string => (Object.hasOwn(needWords, name) ? (needWords[name] ?? name) : name)
