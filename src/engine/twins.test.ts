/**
 * What a method's own button opens must show the method: after twenty iterations its weights are not those of a sibling
 * that was trained in the same way, nor GRPO's. Where two methods are one by definition, the file says so (`twinOf`).
 */
import { afterAll, expect, test } from 'vitest'
import type { Recipe } from '../core/recipe.ts'
import { asMade, venuesFor } from '../methods/as-made.ts'
import { methods, resolveMethod, yardstick } from '../methods/index.ts'
import { type Venue, venuesOf } from '../methods/needs.ts'
import { tasks } from '../tasks/index.ts'
import { openRecipe } from './opening/open.ts'
import { train } from './trainer.ts'

/** Iterations after which the weights are looked at: only who is a twin at the first is trained to the last. */
const looks = [2, 20]
/** Measuring does not move the weights. */
const unmeasured = { iterations: 20, probeEvery: 0, probeProblems: 1, probeSamples: 1 }
/** As a share of the way from the start: what is less is rounding. */
const apart = 1e-4

/** A small batch of few problems that come back, on a table where one can play: that is quickest. */
const quick = ({ groupSize = 8, problems = 8, ...params }: Recipe['params']): Recipe['params'] => ({
  ...params,
  ...unmeasured,
  groupSize: Math.min(16, Number(groupSize)),
  problems: Math.min(3, Number(problems)),
  pool: 4,
})
const quickest = (venues: readonly Venue[]): Venue | undefined =>
  venues.find(({ policy }) => policy === 'tabular') ?? venues[0]

const made = [...methods.values()].flatMap(method => {
  const venue = method.trains === false ? undefined : quickest(venuesFor(method, tasks))
  if (!venue) return []
  const recipe = asMade(method.id, venue, tasks)
  return [{ ...recipe, params: quick(recipe.params) }]
})

/** All of a recipe but its method. */
const setupOf = ({ method: _, ...setup }: Recipe): string => JSON.stringify(setup)
const canTrain = (id: string, { task }: Recipe) =>
  venuesOf(resolveMethod(id), tasks).some(venue => venue.task.id === task)

/** Methods whose own button opens the same setup, and the yardstick. */
function siblingsOf(recipe: Recipe): string[] {
  const alike = made.filter(other => setupOf(other) === setupOf(recipe)).map(({ method }) => method)
  const said = methods.get(recipe.method)?.twinOf?.id
  return [...new Set([...alike, ...(said ? [said] : []), yardstick])].filter(
    id => id !== recipe.method && canTrain(id, recipe),
  )
}

interface Trained {
  readonly start: Float32Array
  readonly now: Float32Array
}
const opened = new Map<string, (iteration: number) => Promise<Trained>>()
const endings: (() => void)[] = []
afterAll(() => {
  for (const end of endings) end()
})

/** A run that goes on only as far as somebody looks. */
async function open(recipe: Recipe): Promise<(iteration: number) => Promise<Trained>> {
  const { run, dispose } = await openRecipe({ recipe, backend: 'wasm', path: 'fused' })
  endings.push(dispose)
  const weights = async () => (await run.policy.read()).parameters.slice()
  const [start, phases, seen] = [await weights(), train(run), new Map<number, Float32Array>()]
  return async iteration => {
    for (let now = seen.get(iteration); ; now = seen.get(iteration)) {
      if (now) return { start, now }
      const { value } = await phases.next()
      expect(value, `iteration ${iteration}`).toBeDefined()
      if (value?.phase === 'probe' && looks.includes(value.iteration)) seen.set(value.iteration, await weights())
    }
  }
}

async function weightsOf(recipe: Recipe, iteration: number): Promise<Trained> {
  const key = JSON.stringify(recipe)
  const run = opened.get(key) ?? (await open(recipe))
  opened.set(key, run)
  return run(iteration)
}

/** Over the weights that both have: a value head comes last. */
function distance(a: Float32Array, b: Float32Array): number {
  let squares = 0
  for (let i = 0; i < Math.min(a.length, b.length); i++) squares += (a[i]! - b[i]!) ** 2
  return Math.sqrt(squares)
}

async function isTwin(recipe: Recipe, sibling: string): Promise<boolean> {
  for (const look of looks) {
    const { start, now } = await weightsOf(recipe, look)
    const other = await weightsOf({ ...recipe, method: sibling }, look)
    if (distance(now, other.now) > apart * distance(now, start)) return false
  }
  return true
}

/** Two methods, in the order of the alphabet, of which one says that it is the other. */
const saidTwins = new Set(
  [...methods.values()].flatMap(({ id, twinOf }) => (twinOf ? [[id, twinOf.id].sort().join()] : [])),
)

/** The first of a setup trains all of its siblings. */
const patience = 120_000

test.each(made.map(recipe => [recipe.method, recipe] as const))('%s', { timeout: patience }, async (id, recipe) => {
  const [siblings, twins] = [siblingsOf(recipe), [] as string[]]
  for (const sibling of siblings) if (await isTwin(recipe, sibling)) twins.push(sibling)
  expect(twins).toEqual(siblings.filter(sibling => saidTwins.has([id, sibling].sort().join())))
})
