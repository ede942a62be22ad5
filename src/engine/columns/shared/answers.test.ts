import { afterAll, describe, expect, test } from 'vitest'
import { blankRecipe } from '../../../core/recipe.ts'
import type { Policy, Rows } from '../../../policy/policy.ts'
import { openRecipe } from '../../opening/open.ts'
import { problemAt } from '../../run.ts'
import { answerScoresOf } from './answers.ts'

const recipe = { ...blankRecipe, task: 'two-attempts', level: 'easy', policy: 'tabular', base: 'random' }
const { run, dispose } = await openRecipe({ recipe, backend: 'wasm', path: 'fused' })
afterAll(dispose)

/** Finds a digit half as likely as its neighbours, the end certain and thoughts hopeless; what it was asked is kept. */
const asked: number[][] = []
const stub: Pick<Policy, 'score'> = {
  score: async ({ token, tokenStart }: Rows) => {
    for (let row = 0; row + 1 < tokenStart.length; row++) {
      asked.push([...token.subarray(tokenStart[row], tokenStart[row + 1])])
    }
    const logp = Float32Array.from(token, id => (id < 5 ? Math.log(0.5) : id === 7 ? 0 : -9))
    return { logp, entropy: logp, meanLogp: logp, collision: logp }
  },
}
const problem = problemAt(run, 3)
const thoughts = [[], [5], undefined, [5, 5, 5, 5, 5, 5, 5]] as const
const scoreAs = (kind: 'mean' | 'product') =>
  answerScoresOf(
    run,
    stub,
    thoughts.map(thought => ({ problem, thought })),
    kind,
  )

describe('the score of the right answer', () => {
  test('is of its own tokens, whatever stood before; 0 without an answer, and where there is no room for one', async () => {
    expect([...(await scoreAs('mean'))]).toEqual([0.75, 0.75, 0, 0])
    expect([...(await scoreAs('product'))]).toEqual([0.5, 0.5, 0, 0])
  })

  test('asks for the right answer after the thoughts, each as it is', () => {
    const right = String((Number(problem.data.a) + Number(problem.data.b)) % 5)
    expect(asked.slice(0, 2)).toEqual([
      [Number(right), 7],
      [5, Number(right), 7],
    ])
  })
})
