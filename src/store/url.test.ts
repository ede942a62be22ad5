import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presets } from '../core/presets.ts'
import { trainingSpecs } from '../core/recipe.ts'
import { checkRecipe } from '../core/recipe-check.ts'
import { usualBench } from './bench-address.ts'
import { hidableParts, wholeFrame } from './frame.ts'
import { lookups, withParams } from './recipe-edits.ts'
import { soleRun } from './select/run.ts'
import { freshRun, nothingSelected } from './state.ts'
import { readAddress, readHash, writeAddress, writeHash } from './url.ts'

const panels = { tabs: ['groups', 'credit', 'rollout'], pages: ['methods', 'gallery'] }
const index = fc.integer({ min: 0, max: 999 })
const anySelection = fc.record({
  iteration: fc.option(index, { nil: undefined }),
  group: fc.option(index, { nil: undefined }),
  rollout: fc.option(index, { nil: undefined }),
  token: index,
})

describe('what stands after #', () => {
  it('reads back as what was written', () => {
    fc.assert(
      fc.property(anySelection, fc.constantFrom(...panels.tabs), (selection, tab) => {
        expect(readHash(writeHash({ selection, tab }), panels)).toEqual({ selection, tab, notices: [] })
      }),
    )
  })

  it('counts from 1, as the screen does', () => {
    const selection = { iteration: 37, group: 1, rollout: 2, token: 10 }
    expect(writeHash({ selection, tab: 'credit' })).toBe('#/it/37/group/2/r/3/t/11/tab/credit')
  })

  it('survives anything, and says what it passed over', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const { selection } = readHash(`#/${text}`, panels)
        for (const value of [selection.group ?? 0, selection.rollout ?? 0, selection.token]) {
          expect(Number.isInteger(value) && value >= 0).toBe(true)
        }
      }),
    )
    expect(readHash('#/group/-4/r/1e99/tab/nowhere', panels)).toMatchObject({
      selection: { group: 0, rollout: 999_999 },
    })
    expect(readHash('#/tab/nowhere', panels).notices).toHaveLength(1)
    expect(readHash('', panels).notices).toEqual([])
  })
})

describe('a link', () => {
  const page = (recipe: (typeof presets)[number]['recipe'], preset: string) => ({
    ...soleRun(freshRun('a', recipe, preset)),
    selection: nothingSelected,
    tab: 'groups' as const,
    bench: usualBench,
    frame: wholeFrame,
  })

  it('names only what differs from the preset, in readable keys', () => {
    const [first] = presets
    const address = writeAddress(page(withParams(first.recipe, { learningRate: 0.003 }), first.id))
    expect(address).toBe(`?preset=${first.id}&learningRate=0.003#/t/1/tab/groups`)
  })

  it('passes over what a comparison says', () => {
    expect(readAddress('?with=method:dr-grpo&seeds=1-5', '', panels).notices).toEqual([])
  })

  it('brings back every preset', () => {
    for (const { id, recipe } of presets) {
      const [search = '', hash = ''] = writeAddress(page(recipe, id)).split('#')
      const whole = checkRecipe(recipe, lookups).recipe
      expect(readAddress(search, hash, panels)).toMatchObject({
        recipe: whole,
        preset: id,
        given: true,
        tab: 'groups',
        notices: [],
      })
    }
  })

  it('carries a program as the run’s, as text, and none of it where it is gone', () => {
    const own = '// Größe\nexport const credit = g => g.responses.map(r => Array(r.length).fill(1))'
    const recipe = { ...presets[0].recipe, method: 'own', own }
    const bench = { rows: ['grpo', 'own'], base: 'grpo', own: { source: own, isTrusted: true } }
    const [search = '', hash = ''] = writeAddress({ ...page(recipe, presets[0].id), bench }).split('#')
    const read = readAddress(search, `#${hash}`, panels)
    expect(read).toMatchObject({
      recipe,
      given: true,
      notices: [],
      bench: { ...bench, own: { source: own, isTrusted: false } },
    })
    expect(writeAddress(page({ ...presets[0].recipe }, presets[0].id))).not.toMatch(/own|program/)
  })

  it('clamps what is out of range and says so', () => {
    const { recipe, notices } = readAddress('?groupSize=9999&seed=maple 7', '', panels)
    expect(recipe.params.groupSize).toBe(trainingSpecs.groupSize.max)
    expect(recipe.seed).toBe('maple 7')
    expect(notices.join()).toContain('groupSize')
  })

  const said = (search: string, hash = '') => readAddress(search, hash, panels).notices

  it('says what it changes without a word of more than a line, at once, however long the link is', () => {
    const long = 'z'.repeat(8_000)
    const many = Array.from({ length: 50_000 }, (_, i) => `k${i}=1`).join('&')
    const links = [
      `?method=${long}`,
      `?${long}=1`,
      `?seed=${long}`,
      `?preset=${long}`,
      `?groupSize=${long}`,
      `?${many}`,
    ]
    for (const notices of [...links.map(link => said(link)), said('', `#/${'x/y/'.repeat(50_000)}`)]) {
      expect(notices.length).toBeGreaterThan(0)
      expect(notices.length).toBeLessThan(25)
      for (const notice of notices) expect(notice.length).toBeLessThan(400)
    }
    expect(said(`?${many}`).at(-1)).toBe('And 49980 more of this kind.')
  })

  it('names keys that stand there twice, and seeds that are too long', () => {
    expect(said('?groupSize=8&groupSize=2&groupSize=4')).toEqual([
      '"groupSize": expected once, got it again. Taking the last.',
    ])
    expect(readAddress('?groupSize=8&groupSize=4', '', panels).recipe.params.groupSize).toBe(4)
    expect(said(`?seed=${'s'.repeat(64)}`)).toEqual([])
    expect(said(`?seed=${'s'.repeat(65)}`)).toEqual([expect.stringContaining('recipe.seed: expected at most 64')])
  })

  it('keeps a seed that was cut in the middle of a character the same from link to link', () => {
    const { recipe, preset } = readAddress(`?seed=${'s'.repeat(63)}😀`, '', panels)
    const [search = ''] = writeAddress(page(recipe, preset)).split('#')
    expect(readAddress(search, '', panels).recipe.seed).toBe(recipe.seed)
  })

  it('leaves a bare address to the last session', () => {
    expect(readAddress('', '#/tab/rollout', panels)).toMatchObject({ given: false, tab: 'rollout' })
  })

  it('says what was shared, or a sentence why not: two hundred addresses of setups, frames, tabs and places', () => {
    const value = fc.oneof(fc.integer({ min: -5, max: 5000 }), fc.double({ noNaN: true }), fc.constantFrom('x', ''))
    const anyEdit = fc.tuple(fc.constantFrom(...Object.keys(trainingSpecs)), value)
    const anySetup = fc.record({ preset: fc.constantFrom(...presets), edits: fc.array(anyEdit, { maxLength: 3 }) })
    const anyFrame = fc.record({ hide: fc.subarray([...hidableParts]), embed: fc.boolean() })
    fc.assert(
      fc.property(anySetup, anySelection, fc.constantFrom(...panels.tabs), anyFrame, (setup, selection, tab, frame) => {
        const { preset, edits } = setup
        const recipe = checkRecipe(withParams(preset.recipe, Object.fromEntries(edits)), lookups).recipe
        const written = { ...page(recipe, preset.id), selection, tab, frame: { ...wholeFrame, ...frame } }
        const [search = '', hash = ''] = writeAddress(written).split('#')
        const read = readAddress(search, hash, panels)
        expect(read).toMatchObject({ recipe, preset: preset.id, selection, tab, frame: written.frame, notices: [] })
      }),
      { numRuns: 200 },
    )
  })

  it('names the iteration that is on screen, and one that is still to come as it was asked for', () => {
    const [{ recipe, id }] = presets
    const at = (iteration: number, asked: number) => {
      const known = page(recipe, id)
      const runs = new Map([['a', { ...freshRun('a', recipe), iteration }]])
      return readAddress(
        '',
        writeAddress({ ...known, runs, selection: { ...nothingSelected, iteration: asked } }).split('#')[1]!,
        panels,
      )
    }
    expect(at(10, 40).selection.iteration).toBe(40)
    expect(at(50, 40).selection.iteration).toBe(40)
  })
})
