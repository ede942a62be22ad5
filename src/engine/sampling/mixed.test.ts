import { describe, expect, it } from 'vitest'
import { hasEnded } from '../../core/dialogue.ts'
import { nextOf } from '../columns/shared/exact.ts'
import { guessing, openRun } from '../fixtures.ts'
import { problemAt } from '../run.ts'
import { train } from '../trainer.ts'
import { drawMixed } from './mixed.ts'
import { drawnLogp, rollOut } from './rollout.ts'

/** A run whose policy has left its reference. */
async function trained(task?: typeof guessing) {
  const run = await openRun({ ...(task && { task }), params: { iterations: 3, learningRate: 1 } })
  for await (const _ of train(run));
  return run
}

const settings = { key: [1, 1], temperature: 1 }

describe('a geometric mixture of policy and reference', () => {
  it('without weight is the policy: the same tokens and log-probabilities as ordinary drawing', async () => {
    const run = await trained()
    const asks = Array.from({ length: 6 }, (_, rollout) => ({
      problem: problemAt(run, rollout % 3),
      rollout,
      forced: [],
    }))
    const usual = await rollOut(run, asks, settings)
    const mixed = await drawMixed(run, asks, { ...settings, weight: 0 })
    expect(mixed.flatMap(({ tokens }) => tokens)).toEqual([...usual.token])
    mixed
      .flatMap(({ logp }) => logp)
      .forEach((logp, t) => {
        expect(logp).toBeCloseTo(drawnLogp(usual)[t]!, 5)
      })
  })

  it('draws with weights policy^(1 - c) · reference^c, normalised at every token', async () => {
    const run = await trained()
    const problem = problemAt(run, 0)
    const [answer] = await drawMixed(run, [{ problem, rollout: 0, forced: [] }], { ...settings, weight: 0.3 })
    const rows = [{ problem, forced: [] }]
    const [own, other] = [await nextOf(run.policy, 1, rows), await nextOf(run.reference, 1, rows)]
    const weights = [...own].map((p, v) => p ** 0.7 * other[v]! ** 0.3)
    const total = weights.reduce((a, b) => a + b)
    expect(own).not.toEqual(other)
    expect(answer!.logp[0]).toBeCloseTo(Math.log(weights[answer!.tokens[0]!]! / total), 5)
  })

  it('with all the weight is the reference, and lets the world speak', async () => {
    const run = await trained(guessing)
    const asks = Array.from({ length: 4 }, (_, rollout) => ({ problem: problemAt(run, rollout), rollout, forced: [] }))
    const mixed = await drawMixed(run, asks, { ...settings, weight: 1 })
    mixed.forEach(({ tokens, logp }, i) => {
      expect(hasEnded(run.task, run.level, asks[i]!.problem, tokens)).toBe(true)
      expect(logp).toHaveLength(tokens.length)
      // What the world says was not drawn.
      for (const [t, token] of tokens.entries()) if (token >= 4) expect(logp[t]).toBe(0)
    })
  })
})
