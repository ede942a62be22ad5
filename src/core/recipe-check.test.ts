import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fail } from './fail.ts'
import { number, type ParamSpecs, type ParamValue } from './params.ts'
import { blankRecipe, type Recipe, trainingSpecs } from './recipe.ts'
import {
  applyDifference,
  checkRecipe,
  decodeRecipe,
  diffRecipe,
  encodeRecipe,
  type NamedRecipe,
  type RecipeLookups,
} from './recipe-check.ts'

const specs: Readonly<Record<string, ParamSpecs>> = {
  grpo: { epsilon: number({ label: 'Epsilon', default: 1e-6, min: 0, max: 1 }) },
  rover: { rho: number({ label: 'Rho', default: 1, min: 0, max: 10 }) },
}
const lookups: RecipeLookups = {
  tasks: new Map([
    ['modular-arithmetic', { tabular: false, levels: [{ id: 'easy', policies: ['gpt-2x32', 'gpt-2x64'] }] }],
    [
      'token-tree',
      {
        tabular: true,
        levels: [
          { id: 'narrow', policies: ['tabular'], bases: ['warm', 'strong'] },
          { id: 'easy', policies: ['tabular', 'gpt-1x16'] },
        ],
      },
    ],
  ]),
  methods: new Set(['grpo', 'rover']),
  specs: ({ method, slots: { reward, sampler } = {} }) => {
    if (reward !== undefined && reward !== 'dear') fail('method', 'a known method id', `"${reward}"`, 'Nearest: dear.')
    if (reward && sampler) fail('grpo.reward', 'parameters that no other slot has', '"cost"', 'Take another.')
    return { ...specs[method], ...(reward && { cost: number({ label: 'Cost', default: 1, min: 0, max: 9 }) }) }
  },
}
const presets: [NamedRecipe, NamedRecipe] = [
  { id: 'plain', recipe: blankRecipe },
  {
    id: 'tree',
    recipe: { ...blankRecipe, task: 'token-tree', level: 'easy', policy: 'tabular', params: { groupSize: 4, rho: 2 } },
  },
]

describe('a program in a recipe', () => {
  const own = '// Größe \u{1F600}, \u202Eturned\n\texport const advantage = g => g.rewards\r\n'
  const recipe: Recipe = { ...blankRecipe, method: 'own', own }
  const round = (one: Recipe, preset: NamedRecipe = presets[0]) =>
    decodeRecipe(encodeRecipe(one, preset, lookups), [preset], lookups)

  it('survives JSON, a link and a difference, letter by letter', () => {
    expect(checkRecipe(JSON.parse(JSON.stringify(recipe)), lookups)).toEqual({ recipe, notices: [] })
    expect(round(recipe)).toEqual({ preset: 'plain', recipe, notices: [] })
    expect(applyDifference(diffRecipe(recipe, blankRecipe, lookups), blankRecipe, lookups)).toEqual(recipe)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), text => {
        fc.pre(text.trim() !== '')
        expect(round({ ...recipe, own: text })).toMatchObject({ recipe: { own: text }, notices: [] })
      }),
    )
  })

  it('is inherited from a base that has it, rewritten, and dropped with its method', () => {
    const base = { id: 'base', recipe }
    expect(encodeRecipe(recipe, base, lookups)).toBe('preset=base')
    expect(round(recipe, base).recipe).toEqual(recipe)
    expect(round({ ...recipe, own: 'other' }, base).recipe.own).toBe('other')
    const plain = applyDifference({ method: 'rover' }, recipe, lookups)
    expect(plain).toEqual({ ...blankRecipe, method: 'rover' })
    expect(round(plain, base)).toEqual({ preset: 'base', recipe: plain, notices: [] })
  })

  it('is text of a bounded length and belongs to its method alone; the rest is told', () => {
    for (const bad of ['', ' \n', 7, null, ['x'], 'x'.repeat(8001), 'a\uD800']) {
      expect(() => checkRecipe({ method: 'own', own: bad }, lookups)).toThrow(/recipe\.own/)
      const { recipe: mild, notices } = checkRecipe({ method: 'own', own: bad }, lookups, blankRecipe)
      expect([mild, notices.length]).toEqual([blankRecipe, 1])
    }
    expect(() => checkRecipe({ method: 'own' }, lookups)).toThrow(/the program of the method "own"/)
    const beside = checkRecipe({ method: 'rover', own }, lookups)
    expect(beside).toEqual({
      recipe: { ...blankRecipe, method: 'rover' },
      notices: [expect.stringContaining('recipe.own')],
    })
    for (const query of [
      'method=own',
      'method=own&program=%%',
      `method=own&program=${'A'.repeat(40_000)}`,
      'program=QQ',
    ]) {
      const { recipe: read, notices } = decodeRecipe(query, presets, lookups)
      expect([read, notices.length > 0]).toEqual([blankRecipe, true])
    }
  })
})

describe('checkRecipe', () => {
  it('fills absent fields with defaults and stays silent', () => {
    expect(checkRecipe({}, lookups)).toEqual({ recipe: blankRecipe, notices: [] })
    expect(checkRecipe({ task: 'token-tree' }, lookups).recipe).toMatchObject({ level: 'narrow', policy: 'tabular' })
  })

  it('names the nearest three of an unknown id', () => {
    expect(() => checkRecipe({ method: 'gro' }, lookups)).toThrow(/recipe\.method.*"gro".*Nearest: grpo, rover/)
    expect(() => checkRecipe({ task: 'tree' }, lookups)).toThrow(/Nearest: token-tree/)
    expect(() => checkRecipe({ level: 'hard' }, lookups)).toThrow(/Nearest: easy/)
    expect(() => checkRecipe({ policy: 'gpt-9x32' }, lookups)).toThrow(/recipe\.policy/)
    expect(() => checkRecipe({ policy: 'tabular' }, lookups)).toThrow(/has no table/)
  })

  it('clamps numbers and says so', () => {
    const { recipe, notices } = checkRecipe({ params: { groupSize: 1000, learningRate: -1 } }, lookups)
    expect(recipe.params).toEqual({ groupSize: 64, learningRate: 0 })
    expect(notices).toEqual([
      'groupSize: expected a whole number from 1 to 64, got 1000. Taking 64.',
      'learningRate: expected a number from 0 to 10, got -1. Taking 0.',
    ])
  })

  it('notices wrong types, unknown fields and unknown parameters, and leaves them out', () => {
    const { recipe, notices } = checkRecipe(
      { seed: 7, level: 3, colour: 'red', params: { groupsize: 4, constructor: 1, topK: null, optimiser: 'lion' } },
      lookups,
    )
    expect(recipe).toEqual({ ...blankRecipe, seed: '7' })
    expect(notices).toHaveLength(6)
    expect(notices.join('\n')).toMatch(/"groupsize".*Nearest: groupSize/)
    expect(checkRecipe('nonsense', lookups)).toEqual({
      recipe: blankRecipe,
      notices: ['recipe: expected an object, got "nonsense". Taking the default recipe.'],
    })
  })

  it('starts a policy without trained weights from random ones, and says so', () => {
    const { recipe, notices } = checkRecipe({ policy: 'gpt-3x48' }, lookups)
    expect(recipe.base).toBe('random')
    expect(notices).toHaveLength(1)
    expect(checkRecipe({ task: 'token-tree', base: 'strong' }, lookups).recipe.base).toBe('strong')
    expect(checkRecipe({ task: 'token-tree', level: 'easy', base: 'strong' }, lookups).recipe.base).toBe('warm')
  })
})

const legalRecipe: fc.Arbitrary<Recipe> = fc
  .record({
    where: fc.constantFrom(
      { task: 'modular-arithmetic', level: 'easy', policy: 'gpt-2x32', base: 'warm' },
      { task: 'modular-arithmetic', level: 'easy', policy: 'gpt-2x64', base: 'random' },
      { task: 'modular-arithmetic', level: 'easy', policy: 'gpt-4x80', base: 'random' },
      { task: 'token-tree', level: 'narrow', policy: 'tabular', base: 'strong' },
      { task: 'token-tree', level: 'easy', policy: 'gpt-1x16', base: 'warm' },
      { task: 'token-tree', level: 'easy', policy: 'gpt-2x32', base: 'random' },
    ),
    method: fc.constantFrom('grpo', 'rover'),
    seed: fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme' }).map(seed => seed.slice(0, 64)),
    params: fc.record(
      {
        learningRate: fc.double({ min: 0, max: 10, noNaN: true }),
        groupSize: fc.integer({ min: 1, max: 64 }),
        optimiser: fc.constantFrom('adam', 'sgd'),
        epsilon: fc.double({ min: 0, max: 1, noNaN: true }),
        rho: fc.double({ min: 0, max: 10, noNaN: true }),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ where, method, seed, params }) => {
    const input = { ...where, method, seed, params: params as Record<string, ParamValue> }
    return checkRecipe(input, lookups).recipe
  })

describe('the difference from a preset', () => {
  it('is empty for the preset itself', () => {
    expect(diffRecipe(blankRecipe, blankRecipe, lookups)).toEqual({})
    expect(encodeRecipe(blankRecipe, presets[0], lookups)).toBe('preset=plain')
  })

  it('writes a default where the preset departs from it', () => {
    const recipe = { ...presets[1].recipe, params: {} }
    expect(diffRecipe(recipe, presets[1].recipe, lookups)).toEqual({
      params: { groupSize: trainingSpecs.groupSize.default },
    })
  })

  it('applied to the preset gives the recipe back', () => {
    fc.assert(
      fc.property(legalRecipe, fc.constantFrom(...presets), (recipe, preset) => {
        const difference = diffRecipe(recipe, preset.recipe, lookups)
        expect(applyDifference(difference, preset.recipe, lookups)).toEqual(recipe)
      }),
    )
  })

  it('survives the address bar', () => {
    fc.assert(
      fc.property(legalRecipe, fc.constantFrom(...presets), (recipe, preset) => {
        const decoded = decodeRecipe(encodeRecipe(recipe, preset, lookups), presets, lookups)
        expect(decoded).toEqual({ preset: preset.id, recipe, notices: [] })
      }),
    )
  })
})

describe('decodeRecipe', () => {
  it('never throws and always gives a legal recipe', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.oneof(fc.constantFrom('preset', 'task', 'level', 'policy', 'base', 'method', 'groupSize'), fc.string()),
          fc.string(),
        ),
        pairs => {
          const { recipe } = decodeRecipe(new URLSearchParams(pairs).toString(), presets, lookups)
          expect(checkRecipe(recipe, lookups)).toEqual({ recipe, notices: [] })
        },
      ),
    )
  })

  it('notices what it could not read and keeps the preset there', () => {
    const decoded = decodeRecipe('preset=tre&method=rovre&groupSize=99&tab=credit', presets, lookups, ['tab'])
    expect(decoded.recipe).toEqual({ ...blankRecipe, params: { groupSize: 64 } })
    expect(decoded.notices).toHaveLength(3)
  })

  it('takes a preset parameter back to its default', () => {
    expect(decodeRecipe('preset=tree&groupSize=8', presets, lookups).recipe.params).toEqual({})
  })
})
