import { describe, expect, it } from 'vitest'
import { isHeavy } from '../../core/cost.ts'
import { presets } from '../../core/presets.ts'
import { blankRecipe, type Recipe } from '../../core/recipe.ts'
import { openRecipe } from '../../engine/opening/open.ts'
import { createPlayer } from '../../engine/session/player.ts'
import { paramsOf } from '../recipe-edits.ts'
import { type Computing, costOfRecipe, smallerThan } from './cost.ts'

const kernels: Computing = { backendChoice: 'wasm', path: 'fused' }
const largest: Recipe = {
  ...blankRecipe,
  task: 'length-budget',
  level: 'hard',
  policy: 'gpt-6x256',
  base: 'random',
  params: { groupSize: 64, problems: 128 },
}

/** Seconds of the second iteration, which compiles nothing any more. */
async function measured(recipe: Recipe): Promise<number> {
  const { run, dispose } = await openRecipe({ recipe, backend: 'wasm', path: 'fused' })
  const player = await createPlayer(run)
  const iteration = async () => {
    while ((await player.advance())?.phase !== 'probe') {}
  }
  await iteration()
  await iteration()
  const began = performance.now()
  await iteration()
  dispose()
  return (performance.now() - began) / 1000
}

describe('the cost of a setup', () => {
  it.each<[string, Partial<Recipe>]>([
    ['gpt-1x32', {}],
    ['gpt-2x64', {}],
    ['gpt-4x128', { params: { innerEpochs: 2 } }],
    ['gpt-6x256', { task: 'length-budget', level: 'hard', params: { problems: 2 } }],
  ])('is what is measured within a factor of ten: %s', { timeout: 60_000 }, async (policy, change) => {
    const params = { probeEvery: 0, ...change.params }
    const recipe: Recipe = { ...blankRecipe, base: 'random', ...change, policy, params }
    const ratio = costOfRecipe(recipe, kernels).seconds / (await measured(recipe))
    expect(ratio).toBeGreaterThan(0.1)
    expect(ratio).toBeLessThan(10)
  })

  it('is light for every preset, and heavy for the largest that the sliders allow', () => {
    for (const { recipe } of presets) expect(isHeavy(costOfRecipe(recipe, kernels))).toBe(false)
    const { seconds, bytes } = costOfRecipe(largest, kernels)
    expect(seconds).toBeGreaterThan(100)
    expect(bytes).toBeGreaterThan(2 ** 29)
  })

  it('grows on slower ways to compute', () => {
    const on = (backendChoice: Computing['backendChoice'], path: Computing['path']) =>
      costOfRecipe(blankRecipe, { backendChoice, path }).seconds
    expect(on('wasm', 'plain')).toBeGreaterThan(10 * on('wasm', 'fused'))
    expect(on('cpu', 'plain')).toBeGreaterThan(10 * on('wasm', 'plain'))
  })
})

describe('a smaller setup', () => {
  it('is light, differs only in the batch, and is the setup itself where that is light', () => {
    const smaller = smallerThan(largest, kernels)!
    expect(isHeavy(costOfRecipe(smaller, kernels))).toBe(false)
    const { groupSize: _, problems: __, ...others } = paramsOf(smaller)
    expect(paramsOf(largest)).toMatchObject(others)
    expect(smallerThan(blankRecipe, kernels)).toBe(blankRecipe)
  })

  it('is not offered where there is none', () => {
    expect(smallerThan(largest, { backendChoice: 'cpu', path: 'plain' })).toBeUndefined()
  })
})
