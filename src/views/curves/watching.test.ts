import { describe, expect, it } from 'vitest'
import { blankRecipe } from '../../core/recipe.ts'
import type { Branch } from '../../protocol/events.ts'
import { reduceRun } from '../../store/reduce-run.ts'
import { freshRun, type RunState } from '../../store/state.ts'
import { isDue, pickedLooks } from './watching.ts'

const answer = (problem: number, prefix: readonly number[] = []): Branch => ({
  problem,
  prefix,
  continuations: [{ tokens: [1], reward: 1, correct: true, note: 'right' }],
  exactValue: undefined,
})
const fresh = freshRun('a', blankRecipe)
const answered = (run: RunState, iteration: number, branch: Branch): RunState =>
  reduceRun({ ...run, iteration }, { type: 'branched', runId: 'a', branch })

describe('a watched problem', () => {
  it('collects its answers by iteration, and leaves the continuations of a response alone', () => {
    const run = answered(answered(answered(fresh, 0, answer(3)), 4, answer(3, [7])), 10, answer(3))
    expect(run.watched?.looks.map(({ iteration }) => iteration)).toEqual([0, 10])
    expect(run.branch?.prefix).toEqual([7])
  })

  it('begins anew with another problem, and forgets what lies ahead when the run goes back', () => {
    const run = answered(answered(fresh, 0, answer(3)), 20, answer(3))
    expect(answered(run, 20, answer(5)).watched).toMatchObject({ problem: 5, looks: [{ iteration: 20 }] })
    expect(answered(run, 5, answer(3)).watched?.looks.map(({ iteration }) => iteration)).toEqual([0, 5])
  })

  it('is asked once in ten iterations, and after going back', () => {
    const { watched } = answered(fresh, 12, answer(3))
    expect([12, 19, 20, 31, 4].map(iteration => isDue(watched!, iteration))).toEqual([false, false, true, true, true])
  })

  it('is drawn with few looks, the first and the newest among them', () => {
    const looks = Array.from({ length: 100 }, (_, i) => ({ iteration: 10 * i, answers: [] }))
    const picked = pickedLooks({ problem: 0, looks })
    expect(picked.length).toBeLessThanOrEqual(24)
    expect([picked[0]?.iteration, picked.at(-1)?.iteration]).toEqual([0, 990])
  })
})
