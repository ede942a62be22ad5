import { describe, expect, it } from 'vitest'
import type { ParamValues } from '../../core/params.ts'
import { blankRecipe } from '../../core/recipe.ts'
import { openRecipe } from '../opening/open.ts'
import type { Frame } from '../run.ts'
import { train } from '../trainer.ts'

/** The batch of the first iteration after its rewards were paid. */
async function firstBatch(params: ParamValues): Promise<Frame['batch']> {
  const recipe = { ...blankRecipe, task: 'length-budget', policy: 'tabular', params: { probeEvery: 0, ...params } }
  const { run, dispose } = await openRecipe({ recipe, backend: 'cpu', path: 'plain' })
  try {
    for await (const { phase, iteration, batch } of train(run)) if (phase === 'reward' && iteration === 1) return batch
  } finally {
    dispose()
  }
  throw new Error('no iteration')
}

const wrongOf = ({ reward, correct }: Frame['batch']) => reward.filter((r, i) => r !== correct![i]).length

describe('a verifier that errs', () => {
  it('pays the other verdict for the share that is asked for, and the truth stays known', async () => {
    const [truth, half, all] = [
      await firstBatch({}),
      await firstBatch({ verifierFlips: 0.3 }),
      await firstBatch({ verifierFlips: 1 }),
    ]
    expect(wrongOf(truth)).toBe(0)
    expect(half.correct).toEqual(truth.correct)
    expect(wrongOf(half)).toBeGreaterThan(0.15 * half.rollouts)
    expect(wrongOf(half)).toBeLessThan(0.45 * half.rollouts)
    expect(wrongOf(all)).toBe(all.rollouts)
  })

  it('errs alike in two runs of one seed', async () => {
    const params = { verifierNoise: 0.5 }
    expect((await firstBatch(params)).reward).toEqual((await firstBatch(params)).reward)
    expect(new Set((await firstBatch(params)).reward).size).toBeGreaterThan(32)
  })

  it('can like length', async () => {
    const { reward, correct, tokenStart } = await firstBatch({ verifierLength: 0.5 })
    reward.forEach((r, i) => {
      expect(r - correct![i]!).toBeCloseTo((0.5 * (tokenStart[i + 1]! - tokenStart[i]!)) / 16, 5)
    })
  })
})
