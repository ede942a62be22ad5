/** The runs of an experiment, as the command line and the tests take them. */
import { type ArmRun, armRecipe, type Experiment } from '../core/claim.ts'
import { valuesOf } from '../core/params.ts'
import { presets } from '../core/presets.ts'
import type { Recipe } from '../core/recipe.ts'
import { specsOf } from '../core/recipe-check.ts'
import { lookups } from './opening/lookups.ts'
import { type OpenRequest, openRecipe } from './opening/open.ts'
import { wholeRun } from './whole-run.ts'

/** Of every arm, in order. */
export const recipesOf = (experiment: Experiment, seed: string): readonly Recipe[] =>
  experiment.arms.map(arm => armRecipe(experiment, arm, seed, presets, lookups))

/** With a value for every parameter, so that a default that moves is seen. */
export const writtenOut = (recipe: Recipe): Recipe => ({
  ...recipe,
  params: valuesOf(specsOf(recipe, lookups), recipe.params),
})

/** Seeds outside, arms inside, so that every seed arrives as a whole comparison. */
export async function* experimentRuns(
  experiment: Experiment,
  seeds: readonly string[],
  backend: OpenRequest['backend'],
): AsyncGenerator<ArmRun, void> {
  for (const seed of seeds) {
    for (const [i, recipe] of recipesOf(experiment, seed).entries()) {
      const opened = await openRecipe({ recipe, backend, path: 'fused' })
      try {
        yield { arm: experiment.arms[i]?.id ?? '', seed, ...(await wholeRun(opened.run)) }
      } finally {
        opened.dispose()
      }
    }
  }
}
