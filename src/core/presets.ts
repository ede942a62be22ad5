/** Ready-made experiments, named after what happens in them. */
import { blankRecipe, type Recipe } from './recipe.ts'
import type { RecipeDifference } from './recipe-check.ts'

export interface Preset {
  readonly id: string
  readonly title: string
  /** What to do and what to watch, in two or three sentences. */
  readonly text: string
  readonly recipe: Recipe
  /** Tab and token signal that show it best. */
  readonly tab?: string
  readonly signal?: string
  /** Curves that show it best, by chart; absent means the usual ones. */
  readonly charts?: readonly string[]
  /** What to change for the run that it should be compared with. */
  readonly compareWith?: RecipeDifference
}

/** The first is the one that the page opens with. */
export const presets: readonly [Preset, ...Preset[]] = [
  {
    id: 'grpo-basics',
    title: 'GRPO on sums',
    text: 'A tiny network that gets about half of its sums right learns from groups of eight answers. Watch a group: answers above its mean are pushed up, answers below it down, and when all agree nothing happens.',
    recipe: blankRecipe,
    tab: 'groups',
    signal: 'credit',
  },
  {
    id: 'zero-variance-groups',
    title: 'Groups that teach nothing',
    text: 'With three answers per problem most groups agree, and a group that agrees has no advantage. Watch the share of groups without signal rise as the policy improves; DAPO drops such groups and samples others, at the price of more rollouts.',
    recipe: { ...blankRecipe, params: { groupSize: 3, problems: 16 } },
    tab: 'groups',
    signal: 'advantage',
    charts: ['reward', 'pass', 'noSignal', 'withSignal', 'rolloutsSampled'],
    compareWith: { method: 'dapo' },
  },
  {
    id: 'entropy-collapse',
    title: 'Entropy collapse',
    text: 'Up to four leaves of the tree are correct, and the network starts with all of them. GRPO strengthens whichever it meets until little else is left: pass@1 rises, entropy and the number of distinct correct answers fall. NSR only pushes wrong answers down, and keeps more of them for longer.',
    recipe: {
      ...blankRecipe,
      task: 'token-tree',
      level: 'medium',
      params: { iterations: 800, probeProblems: 32, probeSamples: 64 },
    },
    tab: 'rollout',
    signal: 'oldEntropy',
    charts: ['reward', 'pass', 'entropy', 'distinctCorrect', 'kl'],
    compareWith: { method: 'nsr' },
  },
  {
    id: 'rover-keeps-leaves',
    title: 'ROVER keeps ways to succeed',
    text: 'A table of logits, so every value is exact. ROVER moves each log-probability to a target and stops there, instead of pushing as long as it succeeds. Watch the distinct correct answers: at equal pass@1, GRPO has lost leaves that ROVER still has.',
    recipe: {
      ...blankRecipe,
      task: 'token-tree',
      level: 'easy',
      policy: 'tabular',
      method: 'rover',
      params: { rho: 2, innerEpochs: 8, learningRate: 10, optimiser: 'sgd', probeProblems: 32 },
    },
    tab: 'rollout',
    signal: 'exactAdvantage',
    charts: ['reward', 'pass', 'entropy', 'distinctCorrect', 'kl'],
    compareWith: { method: 'grpo' },
  },
  {
    id: 'length-bias',
    title: 'Length bias and Dr. GRPO',
    text: 'Averaged within each response, the loss punishes a long wrong answer less per token than a short one. This table feels when it has gone wrong, and learns to wait then. Watch the chart Length: wrong answers grow towards the limit of 16 tokens while right ones shrink. Dr. GRPO divides by a constant: wrong answers stay shorter, at the same accuracy.',
    recipe: {
      ...blankRecipe,
      task: 'length-budget',
      level: 'easy',
      policy: 'tabular',
      params: { aggregation: 'seq-mean-token-mean', iterations: 300 },
    },
    tab: 'credit',
    signal: 'pull',
    charts: ['reward', 'correct', 'lengths', 'truncated', 'entropy'],
    compareWith: { method: 'dr-grpo', params: { aggregation: 'seq-mean-token-sum-norm' } },
  },
  {
    id: 'clip-higher',
    title: 'Clip higher',
    text: 'Eight passes over each batch move probabilities far enough for the clip to act: at first many tokens that should grow are stopped. DAPO raises the upper clip to 0.28 so that rare tokens have room. Watch which tokens are clipped, then compare the entropy with a clip of 0.2: is it really kept up here?',
    recipe: {
      ...blankRecipe,
      task: 'token-tree',
      level: 'easy',
      policy: 'tabular',
      params: { clipHigh: 0.28, innerEpochs: 8, learningRate: 0.1, beta1: 0, iterations: 200, probeProblems: 32 },
    },
    tab: 'credit',
    signal: 'ratio',
    charts: ['reward', 'pass', 'entropy', 'clip', 'kl'],
    compareWith: { params: { clipHigh: 0.2 } },
  },
  {
    id: 'forks-and-trees',
    title: 'Forks found by a prefix tree',
    text: 'Three of sixteen letters decide, and one response in 64 is right. TEMPO lays the sixteen siblings over one another: where they part, the mean reward of each branch shows which letter mattered. Watch the credit of the forks beside the exact advantage; GRPO shares one number among all letters and needs more iterations.',
    recipe: {
      ...blankRecipe,
      task: 'fork-tokens',
      level: 'easy',
      policy: 'tabular',
      method: 'tempo',
      params: {
        iterations: 40,
        groupSize: 16,
        problems: 1,
        learningRate: 1,
        optimiser: 'sgd',
        maxGradNorm: 0,
        aggregation: 'seq-mean-token-sum',
        probeProblems: 1,
        probeSamples: 256,
      },
    },
    tab: 'credit',
    signal: 'credit',
    compareWith: { method: 'grpo', params: { ddof: 0 } },
  },
  {
    id: 'flattered-judge',
    title: 'A judge that can be flattered',
    text: 'A judge of single steps likes filler. When its opinions are summed, the policy learns to write filler until time runs out: the reward climbs, the length reaches its limit, and hardly any problem is solved any more. PURE pays only the worst step, and filler earns nothing. Compare reward and correct, not reward alone.',
    recipe: {
      ...blankRecipe,
      task: 'prm-hack',
      level: 'easy',
      policy: 'tabular',
      method: 'pure-sum',
      params: {
        iterations: 150,
        problems: 4,
        learningRate: 0.3,
        optimiser: 'sgd',
        maxGradNorm: 0,
        aggregation: 'seq-mean-token-sum',
        probeProblems: 128,
        probeSamples: 4,
        probeEvery: 50,
      },
    },
    tab: 'credit',
    signal: 'credit',
    charts: ['reward', 'correct', 'lengths', 'entropy', 'kl'],
    compareWith: { method: 'pure' },
  },
  {
    id: 'wrong-on-purpose',
    title: 'Wrong on purpose',
    text: 'A reward for reflection pays 1 for repairing a wrong answer and 0.75 for being right twice. Watch Kept and Repaired: first spoiled answers die out and second looks become the rule, then the policy finds the hole and learns to be wrong first. GRPO on the last answer alone simply learns the sums.',
    recipe: {
      ...blankRecipe,
      task: 'two-attempts',
      level: 'easy',
      policy: 'tabular',
      method: 'srpo-reflection',
      params: { probeProblems: 25, probeSamples: 8, probeEvery: 50 },
    },
    tab: 'rollout',
    signal: 'credit',
    charts: ['reward', 'pass', 'kept', 'repaired', 'spoiled'],
    compareWith: { method: 'grpo' },
  },
  {
    id: 'stale-sampler',
    title: 'A sampler that lags behind',
    text: 'As in asynchronous training, responses are drawn by an old copy of the policy, renewed every 100 iterations only. AIPO weighs each token by how much likelier it is now; without such weights the same data teach less. Look at the signal weight, and at pass@1 against the run without correction.',
    recipe: {
      ...blankRecipe,
      task: 'bandit',
      level: 'graded',
      policy: 'tabular',
      method: 'aipo-staleness',
      params: { iterations: 300, samplerEvery: 100, learningRate: 0.2, probeEvery: 50, probeProblems: 64 },
    },
    tab: 'credit',
    signal: 'credit',
    compareWith: { method: 'dr-grpo' },
  },
]
