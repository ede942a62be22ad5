import { describe, expect, it } from 'vitest'
import { lookups } from '../engine/opening/lookups.ts'
import { presets } from './presets.ts'
import { applyDifference, checkRecipe, specsOf } from './recipe-check.ts'

describe('presets', () => {
  it('have ids of their own', () => {
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length)
  })

  it.each(presets)('$id names what exists, with legal values that differ from the defaults', ({ recipe }) => {
    expect(checkRecipe(recipe, lookups)).toEqual({ recipe, notices: [] })
  })

  it.each(presets.filter(({ compareWith }) => compareWith))('$id is compared with something else', preset => {
    const other = applyDifference(preset.compareWith!, preset.recipe, lookups)
    expect(other).not.toEqual(preset.recipe)
    expect(checkRecipe(other, lookups)).toEqual({ recipe: other, notices: [] })
    for (const key of Object.keys(preset.compareWith?.params ?? {})) expect(specsOf(other, lookups)).toHaveProperty(key)
  })
})
