import { expect, it } from 'vitest'
import { blankRecipe } from '../core/recipe.ts'
import type { VarianceAnswer, VarianceRequest } from '../protocol/variance.ts'
import { createMeasurer, estimatorsBeside } from './variance.ts'

const request: VarianceRequest = { recipes: [blankRecipe, { ...blankRecipe, method: 'rloo' }], repeats: 20 }

/** A measurer whose worker answers when the test says so. */
function held() {
  const far = { heard: (_: VarianceAnswer) => {}, lost: (_: string) => {} }
  let [spawned, ended] = [0, 0]
  const measurer = createMeasurer((_, heard, lost) => {
    spawned++
    Object.assign(far, { heard, lost })
    return { end: () => ended++ }
  })
  return { measurer, far, spawned: () => spawned, ended: () => ended }
}

it('ends its worker once every recipe is answered', () => {
  const { measurer, far, spawned, ended } = held()
  measurer.start(request)
  far.heard({ place: 0, row: { failed: 'no table' } })
  far.heard({ place: 1, row: { done: 10 } })
  expect([measurer.get()?.isRunning, ended()]).toEqual([true, 0])
  far.heard({ place: 1, row: { failed: 'no list' } })
  expect([measurer.get()?.isRunning, spawned(), ended()]).toEqual([false, 1, 1])
  expect(measurer.get()?.rows).toEqual([{ failed: 'no table' }, { failed: 'no list' }])
})

it('keeps what it has when it is cancelled, and hears nothing afterwards', () => {
  const { measurer, far, ended } = held()
  measurer.start(request)
  far.heard({ place: 0, row: { done: 10 } })
  measurer.cancel()
  far.heard({ place: 0, row: { done: 20 } })
  expect(measurer.get()).toMatchObject({ isRunning: false, rows: [{ done: 10 }, { done: 0 }] })
  expect(ended()).toBe(1)
})

it('says of what is open why it never came when the worker is lost', () => {
  const { measurer, far } = held()
  measurer.start(request)
  far.heard({ place: 0, row: { failed: 'no table' } })
  far.lost('out of memory')
  const [first, second] = measurer.get()?.rows ?? []
  expect(first).toEqual({ failed: 'no table' })
  expect(second).toEqual({ failed: expect.stringContaining('out of memory') })
})

it('lays a run beside the estimators without and with a baseline, each method once', () => {
  const methodsOf = (recipe: typeof blankRecipe) => estimatorsBeside(recipe, 8).map(({ method }) => method)
  expect(methodsOf(blankRecipe)[0]).toBe('grpo')
  expect(new Set(methodsOf(blankRecipe)).size).toBe(methodsOf(blankRecipe).length)
  expect(methodsOf({ ...blankRecipe, method: 'psr' })).toEqual(['psr', 'reinforce', 'rloo', 'dr-grpo', 'grpo'])
  expect(estimatorsBeside({ ...blankRecipe, params: { pool: 3 } }, 8)[0]?.params.pool).toBe(3)
})
