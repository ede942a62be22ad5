/** The weights that a run starts from, without a value head. */
import { gptConfig, gptLayout, policySpec } from '../../core/policy.ts'
import { problemSeed, type Recipe } from '../../core/recipe.ts'
import { seedFrom } from '../../core/rng.ts'
import { bases, type Level, type Task } from '../../core/task.ts'
import { decodeWeights } from '../../policy/checkpoint.ts'
import { initialParameters } from '../../policy/initialise.ts'
import type { Policy } from '../../policy/policy.ts'
import { baseName, loadBase } from './load-base.ts'
import { sizesOf } from './make-policy.ts'

/** Tables start from the task's own logits; networks from a trained file, or from random weights under the run's seed. */
export async function startWeights(recipe: Recipe, task: Task, level: Level): Promise<Float32Array> {
  const spec = policySpec(recipe.policy)
  const base = bases.find(known => known === recipe.base)
  if (spec.kind === 'tabular') {
    const size = (task.rows?.(level).count ?? 0) * task.vocabulary.length
    return (base && task.startLogits?.(level, problemSeed, base)) ?? new Float32Array(size)
  }
  const config = gptConfig(spec, sizesOf(task, level, false))
  if (!base) return initialParameters(config, seedFrom(recipe.seed))
  return decodeWeights(await loadBase(baseName(recipe)), gptLayout(config))
}

/** All parameters of a policy that may have a value head, which lies at the end of the layout and starts at 0. */
export function withValueHead(weights: Float32Array, layout: Policy['layout']): Float32Array {
  const last = layout.at(-1)
  const all = new Float32Array(last ? last.offset + last.size : 0)
  all.set(weights)
  return all
}
