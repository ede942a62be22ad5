/** The weights that a run starts from, without a value head. */
import { policySpec } from '../core/policy.ts'
import { problemSeed, type Recipe } from '../core/recipe.ts'
import { seedFrom } from '../core/rng.ts'
import { bases, type Level, type Task } from '../core/task.ts'
import { gptConfig } from '../policy/index.ts'
import { initialParameters } from '../policy/initialise.ts'
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
  if (!base) return initialParameters(gptConfig(spec, sizesOf(task, level, false)), seedFrom(recipe.seed))
  return decodeWeights(await loadBase(baseName(recipe)))
}

const decodeWeights = (bytes: Uint8Array): Float32Array => new Float32Array(bytes.slice().buffer)
