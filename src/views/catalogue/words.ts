/** What the closed lists of the domain mean, for readers of the catalogue. */
import type { Confidence } from '../../core/method.ts'

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
  oldEntropy: 'the entropy of the next-token distribution at the start of the update',
  entropy: 'the entropy of the next-token distribution now',
  oldMeanLogp: 'the mean log-probability over the vocabulary at the start of the update',
  meanLogp: 'the mean log-probability over the vocabulary now',
  collision: 'the sum of squared next-token probabilities',
  value: 'a value head: the return that it predicts before each token now',
  oldValue: 'the value head’s predictions at the start of the update',
  returns: 'what the value head should have predicted',
  tokenReward: 'rewards paid at tokens',
  exactAdvantage: 'the exact advantage of every token: tasks small enough to enumerate',
  prefixValue: 'the value of every prefix, exact or sampled',
  turnReward: 'a reward per turn: tasks of several turns',
  stateKey: 'the state of the world at every turn: tasks of several turns',
  softAdvantage: 'the advantage of every token for the best policy at a price of KL: tasks small enough to enumerate',
  sampledValue: 'the value of prefixes, from fresh continuations of each',
  budgetReward: 'what is answered when the thinking is cut off early',
  processReward: 'what a judge says of each step: tasks with such a judge',
  critique: 'how often a judge calls each step wrong: tasks with such a judge',
  contrast: 'what a fallible judge says of each token: tasks small enough to enumerate',
  planning: 'which tokens decide and which carry out: tasks that mark them',
  item: 'which item of a list a token belongs to: tasks whose answer is a list',
  attempt: 'where each attempt ends, and whether it was right: tasks of two attempts',
  wellFormed: 'whether a response keeps to the form that is asked for',
  lookDistance: 'how far back each token looks: a network’s attention maps',
  lookInfluence: 'how much later tokens look at each token: a network’s attention maps',
  dpoLogits: 'the logits of a policy that was trained on preferences: tasks small enough to enumerate',
  reverseLogits: 'the logits of a policy that was trained on the opposite preferences',
  uniformQ: 'how often babbling at random succeeds after each next token: tasks small enough to enumerate',
  tempered: 'at which temperature a response was drawn',
  drift: 'how far the last response to the problem has moved since it was drawn',
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
