/** Every claim is measured with the recipe that stands here, and what is printed is what was measured. */
import { describe, expect, it } from 'vitest'
import readme from '../../README.md?raw'
import { type ArmRun, judge, readingsOf } from '../core/claim.ts'
import { movedSettings, stored, type ValueFor, valueIn, valueOfRuns } from '../core/measured.ts'
import { metricSpecOf } from '../core/metrics.ts'
import { presets } from '../core/presets.ts'
import { checkRecipe } from '../core/recipe-check.ts'
import { isAsStated, together, wantedOf } from '../core/study.ts'
import { experimentRuns, recipesOf, writtenOut } from '../engine/experiment.ts'
import { lookups } from '../engine/opening/lookups.ts'
import { methods } from '../methods/index.ts'
import { wordsOf } from '../methods/words.ts'
import { setsOf, studies, studyFiles, studyOf } from './index.ts'
import { readmeSection, withSection } from './readme.ts'
import { settingsWhenMeasured } from './settings.ts'

const all = [...studies.values()]
const again = (id: string) => `Run \`npm run --silent cli -- claims --id ${id} --write\`.`

describe.each(all)('$id', study => {
  const { id, arms, claims, columns, methods: about, presets: named = [], seeds, heldBack } = study
  const sets = setsOf(id)

  it('is what its file says, about methods and presets that exist', () => {
    expect(studyFiles.get(id)).toBe(`./${id}.ts`)
    expect(about.length).toBeGreaterThan(0)
    expect(about.filter(method => !methods.has(method))).toEqual([])
    expect(named.filter(preset => !presets.some(known => known.id === preset))).toEqual([])
    const ids = [...claims, ...(study.notMeasured ?? [])].map(claim => claim.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has legal recipes, all different', () => {
    const recipes = recipesOf(study, '1')
    for (const recipe of recipes) expect(checkRecipe(recipe, lookups)).toEqual({ recipe, notices: [] })
    expect(new Set(recipes.map(recipe => JSON.stringify(recipe))).size).toBe(arms.length)
  })

  it('reads arms and metrics that exist', () => {
    const readings = [...claims.flatMap(({ of }) => readingsOf(of)), ...columns]
    const unknown = readings.map(({ metric }) => metric).filter(metric => metricSpecOf(metric) === undefined)
    // A method may measure something of its own: then the value is there.
    const measured = new Set(arms.flatMap(arm => wantedOf(study, arm).map(({ metric }) => metric)))
    expect(unknown.filter(metric => !measured.has(metric))).toEqual([])
    expect(claims.flatMap(({ of }) => readingsOf(of)).filter(({ arm }) => !arms.some(each => each.id === arm))).toEqual(
      [],
    )
  })

  it('was measured on the seeds of the choice and on those that were held back', () => {
    expect(
      sets.map(set => set.seeds),
      again(id),
    ).toEqual([seeds, heldBack])
    expect(seeds.filter(seed => heldBack.includes(seed))).toEqual([])
  })

  it('was measured with the recipes that stand here', () => {
    const then = settingsWhenMeasured(id)
    expect(then, again(id)).toBeDefined()
    expect(then ? movedSettings(study, recipesOf(study, '1').map(writtenOut), then) : [], again(id)).toEqual([])
  })

  it('has a value of every claim, and the verdicts that follow from the values', () => {
    for (const set of sets) {
      for (const claim of claims) {
        const { verdict, figure, perSeed } = judge(claim, set.seeds, valueIn(set))
        const known = set.claims[claim.id]
        expect(known, `${claim.id}: ${again(id)}`).toMatchObject({ verdict })
        expect(known?.figure).toBe(stored(figure))
        expect(perSeed.filter(({ value }) => Number.isNaN(value))).toEqual([])
      }
    }
  })

  it('has claims that stand as they are stated', () => {
    for (const claim of claims) {
      const verdict = together(sets.map(set => set.claims[claim.id]?.verdict ?? 'open'))
      expect([claim.id, verdict, isAsStated(claim, verdict)]).toEqual([claim.id, claim.stands ?? 'holds', true])
    }
  })
})

it('prints in the README what was measured', () => {
  expect(readme === withSection(readme, readmeSection(all, setsOf)), 'Run `claims --stored --write`.').toBe(true)
})

/** What looks like a result in a method's `claim` and is a setting: it stands behind its letter or its name. */
const setting = /(?:[α-ω]|probability|top|lowest) (?:= |from )?\d[\d.]*(?: (?:to|and) \d[\d.]*)*(?: ?%)?/g
const figures = (claim: string) => claim.replace(setting, '').match(/\d\.\d+|\d+ ?%/g) ?? []

it.each([...methods.keys()])('leaves figures about %s to what was measured here', id => {
  expect(figures(wordsOf(id).claim), 'Words will do, or a study in src/claims.').toEqual([])
})

it('knows a figure from a setting', () => {
  expect(figures('With λ = 0.1 and μ from 0.9 to 0.05, the top 20 % rose to 0.53, 12 % of them by 1.5.')).toEqual([
    '0.53',
    '12 %',
    '1.5',
  ])
})

describe('a study that is run again', () => {
  const study = studyOf('fork-tokens')

  it.each(['1', '101'])('gives the stored numbers to the last digit, seed %s', { timeout: 120_000 }, async seed => {
    const set = setsOf(study.id).find(({ seeds }) => seeds.includes(seed))
    const runs: ArmRun[] = []
    for await (const run of experimentRuns(study, [seed], 'wasm')) runs.push(run)
    const read = (valueFor: ValueFor | undefined) =>
      study.arms.flatMap(arm => wantedOf(study, arm).map(reading => [reading, valueFor?.(reading, seed)]))
    const values = read(valueOfRuns(runs))
    expect(values.length).toBeGreaterThan(8)
    expect(values).toEqual(read(set && valueIn(set)))
  })
})
