/** Every lesson is whole: what it names exists, its recipes are legal, and its claims stand as they were measured. */
import { describe, expect, it } from 'vitest'
import { type Claim, judge, type Reading, type RecipeRef, readingsOf } from '../core/claim.ts'
import {
  type Asked,
  type Block,
  chapters,
  type EstimateBlock,
  type EstimateReading,
  type ExperimentBlock,
  experimentsOf,
  type Lesson,
  optionAt,
  studyIn,
} from '../core/lesson.ts'
import { type Inline, parseProse } from '../core/lesson-prose.ts'
import { type MeasuredSet, movedSettings, stored, valueIn } from '../core/measured.ts'
import { metricSpecOf } from '../core/metrics.ts'
import { presets } from '../core/presets.ts'
import { blankRecipe } from '../core/recipe.ts'
import { applyDifference, checkRecipe } from '../core/recipe-check.ts'
import { isAsStated, together } from '../core/study.ts'
import { recipesOf, writtenOut } from '../engine/experiment.ts'
import { lookups } from '../engine/opening/lookups.ts'
import { methods } from '../methods/index.ts'
import { advantagesOf } from '../methods/written-groups.ts'
import { lessonFiles, lessonOf, lessonSetsOf, lessons } from './index.ts'
import { lessonSettings } from './settings.ts'

const again = (id: string) => `Run \`npm run --silent cli -- claims --lesson ${id} --write\`.`
const textsOf = (block: Block): string[] => {
  switch (block.kind) {
    case 'text':
    case 'explain':
      return [block.text]
    case 'live':
    case 'estimate':
      return [block.caption]
    case 'predict':
      return [block.ask]
    case 'exercise':
      return [block.ask, block.hint]
    default:
      return []
  }
}
const inlines = ({ blocks }: Lesson): Inline[] => blocks.flatMap(textsOf).flatMap(text => parseProse(text).flat())
const recipeOf = ({ preset, change = {} }: RecipeRef) =>
  applyDifference(change, presets.find(({ id }) => id === preset)?.recipe ?? blankRecipe, lookups)

/** Names of what can decide a prediction, in order. */
const named = ({ blocks }: Lesson): string[] => blocks.flatMap(block => ('id' in block ? [block.id] : []))
const isEstimate = (of: Asked): of is EstimateReading => 'row' in of

/** Why a metric that is only probed now and then has no value where the reading looks; undefined where it has. */
function probeProblem(lesson: Lesson, experiment: ExperimentBlock, { arm, metric, when }: Reading): string | undefined {
  if (typeof when !== 'object' || !('at' in when) || !/^passAt|^distinct/.test(metric)) return undefined
  const at = experiment.arms.findIndex(({ id }) => id === arm)
  const every = Number(writtenOut(recipesOf(studyIn(lesson, experiment), '1')[at]!).params.probeEvery)
  return when.at % every === 0 ? undefined : `probeEvery ${every} does not divide ${when.at}`
}

/** Together over all sets of seeds, from the stored values; and whether that is what the lesson says. */
function standing(claim: Claim, sets: readonly MeasuredSet[]): [string, boolean] {
  const verdict = together(
    sets.map(set => {
      const { verdict, figure } = judge(claim, set.seeds, valueIn(set))
      expect(set.claims[claim.id]).toMatchObject({ verdict, figure: stored(figure) })
      return verdict
    }),
  )
  return [verdict, isAsStated(claim, verdict)]
}

function estimated({ rows, arms }: EstimateBlock, { arm, row, over }: EstimateReading): number {
  const value = (id: string, at: number) => advantagesOf(rows, arms.find(one => one.id === id)!)[at]!
  return over ? value(arm, row) / value(over.arm, over.row) : value(arm, row)
}

it('is found by its file, and leads on to lessons that exist', () => {
  for (const lesson of lessons) {
    expect(lessonFiles.get(lesson.id)).toBe(`./${lesson.id}.ts`)
    for (const other of [...lesson.needs, ...(lesson.next ? [lesson.next] : [])])
      expect(lessonOf(other).id).not.toBe(lesson.id)
    for (const needed of lesson.needs) expect(lessonOf(needed).order).toBeLessThan(lesson.order)
  }
  expect(new Set(lessons.map(({ order }) => order)).size).toBe(lessons.length)
  // Chapters are read one after another.
  const order = lessons.map(({ chapter }) => chapters.indexOf(chapter))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
})

describe.each(lessons.map(lesson => ({ id: lesson.id, lesson })))('$id', ({ id, lesson }) => {
  const { blocks } = lesson
  const experiments = experimentsOf(lesson)

  it('says what one can do after it, and names every block once', () => {
    expect(lesson.goal).toMatch(/^You can .+\.$/)
    expect(new Set(named(lesson)).size).toBe(named(lesson).length)
    expect(blocks[0]?.kind).toBe('text')
  })

  it('refers to lessons, methods, metrics and claims that exist', () => {
    for (const piece of inlines(lesson)) {
      if (piece.kind === 'figure') {
        const of = blocks.find(block => 'id' in block && block.id === piece.of)
        const claims: readonly { id: string }[] = of && 'claims' in of ? of.claims : []
        expect(
          claims.map(claim => claim.id),
          `{claim:${piece.of}.${piece.claim}}`,
        ).toContain(piece.claim)
      } else if (piece.kind === 'reference' && piece.to === 'lesson') lessonOf(piece.id)
      else if (piece.kind === 'reference' && piece.to === 'method') expect([...methods.keys()]).toContain(piece.id)
      else if (piece.kind === 'reference' && piece.to === 'metric') expect(metricSpecOf(piece.id)).toBeDefined()
    }
  })

  it('has legal recipes', () => {
    for (const block of blocks) {
      const recipes =
        block.kind === 'live'
          ? [recipeOf(block.recipe)]
          : block.kind === 'experiment'
            ? recipesOf(studyIn(lesson, block), '1')
            : block.kind === 'exercise' && block.check.kind === 'run'
              ? [applyDifference({ params: block.check.solution }, recipeOf(block.check.start), lookups)]
              : []
      for (const recipe of recipes) expect(checkRecipe(recipe, lookups)).toEqual({ recipe, notices: [] })
    }
  })

  it('reads arms and metrics that exist, where they were measured', () => {
    for (const experiment of experiments) {
      const asked = blocks.flatMap(block =>
        block.kind === 'predict' &&
        block.about === experiment.id &&
        'of' in block.answer &&
        !isEstimate(block.answer.of)
          ? readingsOf(block.answer.of)
          : [],
      )
      for (const reading of [...experiment.claims.flatMap(({ of }) => readingsOf(of)), ...asked]) {
        expect(experiment.arms.map(arm => arm.id)).toContain(reading.arm)
        expect(metricSpecOf(reading.metric), reading.metric).toBeDefined()
        expect(probeProblem(lesson, experiment, reading)).toBeUndefined()
      }
    }
  })

  it('asks before it answers', () => {
    const names = named(lesson)
    for (const [at, block] of blocks.entries()) {
      if (block.kind === 'predict') {
        const decides = blocks.findIndex(other => 'id' in other && other.id === block.about)
        expect(decides, `${block.id} is about ${block.about}`).toBeGreaterThan(block.answer.kind === 'cause' ? -1 : at)
      }
      if (block.kind === 'explain') {
        expect(names).toContain(block.after)
        expect(blocks.findIndex(other => 'id' in other && other.id === block.after)).toBeLessThan(at)
      }
    }
  })

  it('offers as many options as its cuts make', () => {
    for (const block of blocks) {
      if (block.kind !== 'predict' || block.answer.kind !== 'choice') continue
      const { cuts, options } = block.answer
      expect(options.length).toBe(cuts.length + 1)
      expect(cuts).toEqual(cuts.toSorted((a, b) => a - b))
      expect(optionAt(block.answer, Number.POSITIVE_INFINITY)).toBe(options.length - 1)
      expect(optionAt(block.answer, Number.NEGATIVE_INFINITY)).toBe(0)
    }
  })

  it.each(experiments.map(experiment => ({ name: experiment.id, experiment })))(
    'has claims of $name that stand as they were measured',
    ({ experiment }) => {
      const study = studyIn(lesson, experiment)
      const sets = lessonSetsOf(study.id)
      expect(
        sets.map(({ seeds }) => seeds),
        again(id),
      ).toEqual([study.seeds, study.heldBack])
      const then = lessonSettings(study.id)
      expect(
        then ? movedSettings(study, recipesOf(study, '1').map(writtenOut), then) : ['nothing stored'],
        again(id),
      ).toEqual([])
      for (const claim of study.claims) expect(standing(claim, sets), claim.id).toEqual([claim.stands ?? 'holds', true])
    },
  )

  it('computes its estimates', () => {
    for (const block of blocks) {
      if (block.kind !== 'estimate') continue
      for (const claim of block.claims) {
        const figure = estimated(block, claim.of)
        expect(figure, claim.id).toBeGreaterThanOrEqual(claim.low)
        expect(figure, claim.id).toBeLessThanOrEqual(claim.high)
      }
    }
  })
})
