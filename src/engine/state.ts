/** A run's state between iterations, as a value: all that it needs to go on as if nothing had been. */
import type { Recipe } from '../core/recipe.ts'
import type { PolicyState } from '../policy/policy.ts'
import type { Checkpoint } from '../protocol/commands.ts'
import type { Run } from './run.ts'

export async function stateOf(run: Run, recipe: Recipe = run.recipe): Promise<Checkpoint> {
  const models: Record<string, PolicyState> = {}
  for (const [column, model] of Object.entries(run.models)) models[column] = await model.read()
  const weights = await run.policy.read()
  const beside = Object.keys(models).length > 0 ? { models } : {}
  return { recipe, iteration: run.iteration, methodState: run.memory, ...weights, ...beside }
}

/** The run as it was when the checkpoint was made. */
export function enterState(run: Run, checkpoint: Checkpoint): void {
  run.policy.write(checkpoint)
  for (const [column, model] of Object.entries(run.models)) {
    const known = checkpoint.models?.[column]
    if (known) model.write(known)
  }
  run.iteration = checkpoint.iteration
  run.memory = checkpoint.methodState
}
