/** What a setup will cost, and a smaller one that is light. */
import { type Cost, costOf, isHeavy } from '../../core/cost.ts'
import { gptLayout, parameterCount, policySpec } from '../../core/policy.ts'
import type { Recipe } from '../../core/recipe.ts'
import { levelOf, taskOf } from '../../tasks/index.ts'
import { paramsOf, withParams } from '../recipe-edits.ts'
import type { State } from '../state.ts'

export type Computing = Pick<State, 'backendChoice' | 'path'>

/** Medians of `npm run bench` on R1: TensorFlow.js operations against the kernels, in plain JavaScript and on WASM. */
const slowness = ({ backendChoice, path }: Computing): number =>
  backendChoice === 'cpu' ? 190 : path === 'plain' ? 16 : 1

/** On the WASM kernels where a GPU may be chosen: an upper bound, for what a GPU can do is known only when it is open. */
export function costOfRecipe(recipe: Recipe, computing: Computing): Cost {
  const task = taskOf(recipe.task)
  const { maxPrompt, maxResponse } = levelOf(task, recipe.level)
  const spec = policySpec(recipe.policy)
  const { problems, groupSize, innerEpochs, probeEvery, probeProblems, probeSamples } = paramsOf(recipe)
  const vocabSize = task.vocabulary.length
  const layout =
    spec.kind === 'gpt' ? gptLayout({ ...spec, vocabSize, blockSize: maxPrompt + maxResponse, valueHead: false }) : []
  const probes = Number(probeEvery) > 0 ? (Number(probeProblems) * Number(probeSamples)) / Number(probeEvery) : 0
  return costOf({
    parameters: parameterCount(layout),
    activations: spec.kind === 'gpt' ? spec.nLayer * spec.nEmbd : 0,
    tokens: Number(problems) * (Number(groupSize) * maxResponse + maxPrompt),
    epochs: Number(innerEpochs),
    probeTokens: probes * maxResponse,
    slowness: slowness(computing),
  })
}

/** The same with half as many problems or responses, again and again, until it is light; undefined when none is. */
export function smallerThan(recipe: Recipe, computing: Computing): Recipe | undefined {
  const { problems, groupSize } = paramsOf(recipe)
  if (!isHeavy(costOfRecipe(recipe, computing))) return recipe
  const half = (value: unknown) => Math.max(1, Math.floor(Number(value) / 2))
  if (Number(problems) <= 1 && Number(groupSize) <= 2) return undefined
  const less = Number(problems) >= Number(groupSize) ? { problems: half(problems) } : { groupSize: half(groupSize) }
  return smallerThan(withParams(recipe, less), computing)
}
