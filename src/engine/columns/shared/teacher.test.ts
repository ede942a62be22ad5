/** Columns that are computed from the frozen reference by backward induction, and those from answers forced half-way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Batch } from '../../../core/batch.ts'
import { blankRecipe } from '../../../core/recipe.ts'
import { resolveMethod } from '../../../methods/index.ts'
import { tasks } from '../../../tasks/index.ts'
import { openRecipe } from '../../opening/open.ts'
import { responseOf } from '../../run.ts'
import type { Opened } from '../../session/session.ts'
import { train } from '../../trainer.ts'

const opened: Opened[] = []
afterAll(() => {
  for (const { dispose } of opened) dispose()
})

/** The first iteration's batch, before the update. */
async function batchOf(task: string, method: string, params = {}): Promise<Batch> {
  const small = { iterations: 1, problems: 3, groupSize: 6, probeEvery: 0, ...params }
  const recipe = { ...blankRecipe, task, level: 'easy', policy: 'tabular', method, params: small }
  const open = await openRecipe({ recipe, backend: 'cpu', path: 'fused' })
  opened.push(open)
  open.run.watched = true
  for await (const { phase, batch } of train(open.run)) if (phase === 'credit') return batch
  throw new Error('the run ended before credit')
}

describe('exact teachers', () => {
  let batch: Batch
  beforeAll(async () => {
    batch = await batchOf('token-tree', 'aligndistil')
  })
  const row = (logits: Float32Array, t: number) => {
    const V = batch.vocabulary!
    return [...logits.subarray(t * V, (t + 1) * V)]
  }

  it('are distributions over the vocabulary at every token', () => {
    for (const logits of [batch.dpoLogits!, batch.reverseLogits!]) {
      for (const t of batch.token.keys()) {
        expect(row(logits, t).reduce((sum, logp) => sum + Math.exp(logp), 0)).toBeCloseTo(1, 4)
      }
    }
  })

  it('leave the reference by the soft advantage over β', () => {
    const beta = Number(resolveMethod('aligndistil').specs.dpoBeta!.default)
    batch.token.forEach((token, t) => {
      const gap = row(batch.dpoLogits!, t)[token]! - batch.refLogp![t]!
      expect(beta * gap).toBeCloseTo(batch.softAdvantage![t]!, 3)
    })
  })

  it('like the opposite: what one raises most, the other does not', () => {
    const apart = [...batch.token.keys()].filter(t => Math.max(...row(batch.dpoLogits!, t).map(Math.exp)) > 0.99)
    for (const t of apart) {
      const liked = row(batch.dpoLogits!, t).findIndex(logp => Math.exp(logp) > 0.99)
      expect(Math.exp(row(batch.reverseLogits!, t)[liked]!)).toBeLessThan(0.5)
    }
    expect(apart.length).toBeGreaterThan(0)
  })
})

describe('forced answers', () => {
  it('are judged at every budget that the thought lived to see, and at its own end', async () => {
    const budgets = 4
    const batch = await batchOf('prm-hack', 'brpo', { budgets })
    const { maxResponse } = tasks.get('prm-hack')!.levels[0]!
    for (let i = 0; i < batch.rollouts; i++) {
      const said = responseOf(batch, i)
      const scores = said.map((_, t) => batch.budgetReward![batch.tokenStart[i]! + t]!)
      const limits = [1, 2, 3].map(s => (s * maxResponse) / budgets).filter(limit => limit < said.length)
      expect(scores.flatMap((score, t) => (Number.isNaN(score) ? [] : [t + 1]))).toEqual([...limits, said.length])
      expect(scores.at(-1)).toBe(batch.reward[i])
    }
  })
})
