/** A ready-made experiment survives one slider. */
import { expect, it } from 'vitest'
import { presets } from '../core/presets.ts'
import { openRecipe } from './opening/open.ts'
import { train } from './trainer.ts'

it.each([
  [8, 1],
  [4, 2],
])('rover-keeps-leaves does not diverge on a batch of %i x %i', async (groupSize, problems) => {
  const preset = presets.find(({ id }) => id === 'rover-keeps-leaves')!
  const params = { ...preset.recipe.params, groupSize, problems, iterations: 5, probeEvery: 0 }
  const { run, dispose } = await openRecipe({ recipe: { ...preset.recipe, params }, backend: 'wasm', path: 'fused' })
  let finished = 0
  for await (const { phase, iteration } of train(run)) if (phase === 'probe') finished = iteration
  dispose()
  expect(finished).toBe(5)
})
