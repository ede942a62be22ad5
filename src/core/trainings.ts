/** Runs that several methods are made for, so that their buttons open the same setup and can be compared. */
import type { Training } from './method.ts'

/** Who gets the credit is all that differs: many groups would average it out, Adam would make all changes alike. */
export const oneHardProblem = {
  because: 'one hard problem in which few tokens decide: a large group, and the gradient as it is',
  at: { task: 'fork-tokens', level: 'easy', policy: 'tabular', base: 'warm' },
  params: {
    groupSize: 16,
    problems: 1,
    optimiser: 'sgd',
    learningRate: 1,
    maxGradNorm: 0,
    aggregation: 'seq-mean-token-sum',
  },
} as const satisfies Training

/** For methods that weigh by the policy that sampled: a table that moves fast enough for their bounds to be met. */
export const staleSampler: Training = {
  because: 'responses of an older policy: where nothing is stale, every weight is 1',
  at: { task: 'bandit', policy: 'tabular' },
  params: { samplerEvery: 20, learningRate: 0.2 },
}

/** For methods that bound or weigh the ratio itself; renewed as rarely as in Trinity-RFT's runs (`sync_interval` 20). */
export const staleData: Training = {
  because: 'responses of an older policy: where nothing is stale, ratios are 1 and every band holds everything',
  params: { samplerEvery: 20, oldFrom: 'sampler' },
}

/** For bounds that only the farthest tokens reach: where a table's logits have moved by several units. */
export const farOffData: Training = {
  because: 'responses of a policy left far behind: nearer ones do not reach its bound',
  at: { task: 'token-tree', policy: 'tabular' },
  params: { samplerEvery: 100, oldFrom: 'sampler', learningRate: 0.2 },
}

/** One batch of responses in several optimiser updates, as many as the paper makes of its own. */
export const cutInto = (minibatches: number): Training => ({
  because: `batches cut into ${minibatches} updates: in the first of them the ratio is 1 and nothing is bounded`,
  params: { minibatches },
})

/** As many responses as eight groups of eight. */
export const singleStream: Training = {
  because: 'one response to each of many problems: its memory takes the place of the group',
  params: { groupSize: 1, problems: 64 },
}

/** Several passes over one batch of responses. */
export const inPasses = (innerEpochs: number): Training => ({
  because: `${innerEpochs} passes over each batch: in the first of them the ratio is 1 and nothing is bounded`,
  params: { innerEpochs },
})

/** One response in five is judged wrongly. */
export const erringVerifier: Training = {
  because: 'a verifier that errs: beside one that is always right, caution only costs time',
  params: { verifierFlips: 0.2 },
}

/** Graded rewards with an error as large as half of their range. */
export const noisyRewards: Training = {
  because: 'rewards with an error, which misleads most in the middle of their range',
  at: { task: 'bandit', level: 'graded', policy: 'tabular' },
  params: { verifierNoise: 0.5 },
}

/**
 * Problems made of shared parts, on a table, with the gradient as it is: the sum over a response's tokens, so that long
 * chains are not discounted. Half of 0.8: a table moves a decision by both of its logits.
 */
export const sharedParts = {
  because: 'chains of shared decisions, the long ones hopeless until the short ones are learned',
  at: { task: 'combination-chain', level: 'hard', policy: 'tabular', base: 'warm' },
  params: { optimiser: 'sgd', learningRate: 0.4, maxGradNorm: 0, aggregation: 'seq-mean-token-sum' },
} as const satisfies Training

/** The same, a few chains at a time: who chooses them well does not spend its rollouts on hopeless or solved ones. */
export const fewOfMany = {
  ...sharedParts,
  because: 'few problems at a time out of many, of which most are hopeless or solved',
  params: { ...sharedParts.params, problems: 4 },
} as const satisfies Training

/** For credit turn by turn: a grid on which states are met again, and only the end is paid. */
export const keyDoor: Training = {
  because: 'episodes of many turns that pass through the same states',
  at: { task: 'key-door-grid', level: 'medium', policy: 'tabular' },
  params: { problems: 2, groupSize: 8, learningRate: 0.3, probeProblems: 2, probeSamples: 32 },
}

/** For credit by what a turn teaches: games that nobody wins before questions and answers fit together. */
export const guessing: Training = {
  because: 'games of questions that are mostly lost at first: their outcomes tell little about single questions',
  at: { task: 'twenty-questions', policy: 'tabular' },
  params: { problems: 8, groupSize: 6, learningRate: 0.3 },
}

/** For comparing alike with alike: guessing pays at once, searching only when the query has been learned. */
export const searching: Training = {
  because: 'a guess that pays at once beside a search that must first be learned',
  at: { task: 'search-or-answer', level: 'easy', policy: 'tabular' },
  params: { problems: 16, groupSize: 16, learningRate: 0.1 },
}

/** For pay turn by turn: actions that the world may refuse, and that cost something when it does. */
export const kitchen: Training = {
  because: 'actions that the world may refuse, which costs something on the spot',
  at: { task: 'text-kitchen', level: 'easy', policy: 'tabular' },
  params: { problems: 8, groupSize: 8, learningRate: 0.1, probeProblems: 8, probeSamples: 8 },
}

/** For summaries: what is not written down is forgotten before it is needed. */
export const corridor: Training = {
  because: 'episodes longer than the context, in which what is not written down is forgotten',
  at: { task: 'corridor-with-summaries', level: 'easy', policy: 'tabular' },
  params: { problems: 4, groupSize: 16, learningRate: 0.1, probeProblems: 4, probeSamples: 16 },
}
