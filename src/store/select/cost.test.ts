import { describe, expect, it } from 'vitest'
import { costOf, isHeavy } from '../../core/cost.ts'
import { presets } from '../../core/presets.ts'
import { blankRecipe, type Recipe } from '../../core/recipe.ts'
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

/** Iterations of `npm run bench` on the WASM kernels, in seconds (src/README.md). */
const benched = [
  { size: 'R1', parameters: 103_184, tokens: 64 * 16, seconds: 0.0271 },
  { size: 'R2', parameters: 805_664, tokens: 64 * 32, seconds: 0.392 },
  { size: 'R3', parameters: 4_886_784, tokens: 64 * 64, seconds: 5.292 },
]

describe('the cost of a setup', () => {
  it.each(benched)('is what was measured, within a factor of three: $size', ({ parameters, tokens, seconds }) => {
    const workload = { parameters, tokens, activations: 0, epochs: 1, probeTokens: 0, slowness: 1 }
    const ratio = costOf(workload).seconds / seconds
    expect(ratio).toBeGreaterThan(1 / 3)
    expect(ratio).toBeLessThan(3)
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
