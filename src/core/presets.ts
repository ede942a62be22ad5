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
  /** What to change for the run that it should be compared with. */
  readonly compareWith?: RecipeDifference
}

/** The first is the one that the page opens with. */
export const presets: readonly [Preset, ...Preset[]] = [
  {
    id: 'grpo-basics',
    title: 'GRPO on sums',
    text: 'A tiny network that gets about a third of its sums right learns from groups of eight answers. Watch a group: answers above its mean are pushed up, answers below it down, and when all agree nothing happens.',
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
    compareWith: { method: 'dapo' },
  },
  {
    id: 'entropy-collapse',
    title: 'Entropy collapse',
    text: 'Several problems have more than one right answer. GRPO rewards whichever it finds first until it says nothing else: pass@1 rises while pass@k and entropy fall. NSR only pushes wrong answers down, and leaves the right ones their share.',
    recipe: {
      ...blankRecipe,
      task: 'token-tree',
      level: 'easy',
      policy: 'tabular',
      params: { learningRate: 0.05, iterations: 400 },
    },
    tab: 'rollout',
    signal: 'entropy',
    compareWith: { method: 'nsr' },
  },
  {
    id: 'rover-keeps-leaves',
    title: 'ROVER keeps every way to succeed',
    text: 'The same tree of tokens, but the change of a log-probability is regressed on a value instead of being pushed as far as it goes. Watch the number of distinct correct answers stay up while pass@1 rises; GRPO loses leaves.',
    recipe: {
      ...blankRecipe,
      task: 'token-tree',
      level: 'easy',
      policy: 'tabular',
      method: 'rover',
      params: { learningRate: 0.05, innerEpochs: 4, iterations: 400 },
    },
    tab: 'rollout',
    signal: 'logp',
    compareWith: { method: 'grpo' },
  },
  {
    id: 'length-bias',
    title: 'Length bias and Dr. GRPO',
    text: 'Averaging the loss within each response makes every token of a long wrong answer weigh less, so wrong answers are free to grow. Watch the length of wrong answers; Dr. GRPO divides by a constant instead and removes the reason.',
    recipe: {
      ...blankRecipe,
      task: 'length-budget',
      level: 'easy',
      params: { aggregation: 'seq-mean-token-mean' },
    },
    tab: 'groups',
    signal: 'credit',
    compareWith: { method: 'dr-grpo', params: { aggregation: 'seq-mean-token-sum-norm' } },
  },
  {
    id: 'clip-higher',
    title: 'Clip higher',
    text: 'Four passes over each batch let probabilities move far enough for the clip to act. A symmetric clip stops rare tokens from growing soon after they start; a higher upper clip gives them room. Watch the tokens clipped high, and the entropy.',
    recipe: { ...blankRecipe, params: { innerEpochs: 4, minibatches: 2, clipHigh: 0.28 } },
    tab: 'credit',
    signal: 'ratio',
    compareWith: { params: { clipHigh: 0.2 } },
  },
]
