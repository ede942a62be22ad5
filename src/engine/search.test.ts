import { describe, expect, it } from 'vitest'
import { search, selection } from '../core/method.ts'
import { methods, type ResolvedMethod, resolveMethod } from '../methods/index.ts'
import type { Policy } from '../policy/policy.ts'
import { taskOf } from '../tasks/index.ts'
import { openRun, type RunOptions } from './fixtures.ts'
import { type Frame, responseOf } from './run.ts'
import { train } from './trainer.ts'

const world = { task: taskOf('token-tree'), params: { iterations: 2, groupSize: 8 } }

async function last(options: RunOptions): Promise<Frame> {
  let frame: Frame | undefined
  for await (frame of train(await openRun(options)));
  return frame!
}

const searching = [...methods.values()].filter(({ slots }) => slots.search)
const own = <Part>(part: Part) => ({ owner: 'test', part })
const withSlots = (slots: Partial<ResolvedMethod>): ResolvedMethod => ({ ...resolveMethod('best-of-n'), ...slots })

describe('searching for an answer', () => {
  it.each(searching.map(({ id }) => id))('counts every token that the policy computes: %s', async id => {
    const method = resolveMethod(id)
    const { owner, part } = method.search!
    let searches = false
    const compute: typeof part.compute = async (...asked) => {
      searches = true
      const found = await part.compute(...asked)
      searches = false
      return found
    }
    const run = await openRun({ ...world, method: { ...method, search: { owner, part: { ...part, compute } } } })
    const { sample, score } = run.policy
    let [computed, spent] = [0, 0]
    const policy: Policy = {
      ...run.policy,
      sample: async request => {
        const answer = await sample(request)
        for (const [i, { forced }] of request.rows.entries()) {
          if (searches) computed += answer.tokenStart[i + 1]! - answer.tokenStart[i]! - forced.length
        }
        return answer
      },
      score: async (rows, temperature) => {
        if (searches) computed += rows.token.length
        return score(rows, temperature)
      },
    }
    for await (const { phase, metrics, batch } of train({ ...run, policy })) {
      if (phase === 'select') spent += metrics.tokensSpent! * batch.groups
    }
    expect(spent).toBeGreaterThan(0)
    expect(spent).toBeCloseTo(computed, 4)
  })

  it.each(searching.map(({ id }) => id))('is the same again, and hands out one of its own: %s', async id => {
    const [first, second] = [
      await last({ ...world, method: resolveMethod(id) }),
      await last({ ...world, method: resolveMethod(id) }),
    ]
    expect([...first.batch.token]).toEqual([...second.batch.token])
    expect(first.metrics).toEqual(second.metrics)
    expect(first.metrics.chosenRight).toBeLessThanOrEqual(first.metrics.anyRight!)
  })

  it('equal prefixes and numbers are continued alike, step by step as in one go', async () => {
    const stepwise = search({
      compute: async handle => {
        const [whole] = await handle.advance([{ prefix: [], rollout: 3 }], Number.POSITIVE_INFINITY)
        let prefix: readonly number[] = []
        while (!handle.isOver(prefix)) prefix = (await handle.advance([{ prefix, rollout: 3 }], 1))[0]!.tokens
        const [next] = await handle.next([prefix.slice(0, 1)])
        expect(next!.reduce((a, b) => a + b)).toBeCloseTo(1, 5)
        return { candidates: [whole!.tokens, prefix] }
      },
    })
    const { batch, metrics } = await last({ ...world, method: withSlots({ search: own(stepwise) }) })
    expect(responseOf(batch, 0)).toEqual(responseOf(batch, 1))
    expect(metrics.tokensSpent).toBe(2 * responseOf(batch, 0).length + 1)
  })

  it('nobody who chooses sees a verdict', async () => {
    const seen: unknown[] = []
    const blind = selection({
      compute: batch => {
        seen.push(
          batch.correct,
          batch.rewardParts,
          [...batch.reward].filter(reward => reward !== 0),
        )
        return { chosen: new Int32Array(batch.groups).fill(-1) }
      },
    })
    const { metrics } = await last({ ...world, method: withSlots({ selection: own(blind) }) })
    expect(seen).toEqual([undefined, undefined, [], undefined, undefined, []])
    expect(metrics.chosenRight).toBe(0)
  })

  it('refuses what has not finished, and rows of other groups', async () => {
    const open = search({ compute: async () => ({ candidates: [[]] }) })
    await expect(last({ ...world, method: withSlots({ search: own(open) }) })).rejects.toThrow(/all of them finished/)
    const foreign = selection({
      compute: ({ groups, rollouts }) => ({ chosen: new Int32Array(groups).fill(rollouts) }),
    })
    await expect(last({ ...world, method: withSlots({ selection: own(foreign) }) })).rejects.toThrow(
      /a response of each group/,
    )
  })
})

describe('the judge', () => {
  const judged = (params: Record<string, number | string>) =>
    last({ ...world, method: resolveMethod('best-of-n'), params: { ...world.params, groupSize: 16, ...params } })

  it('that makes no errors hands out a right response wherever there is one', async () => {
    const { metrics } = await judged({ judgeNoise: 0 })
    expect(metrics.chosenRight).toBe(metrics.anyRight)
  })

  it('errs the same way about the same place, in every iteration; or anew', async () => {
    for (const [judgeErrs, alike] of [
      ['the same way', true],
      ['anew', false],
    ] as const) {
      const { batch } = await judged({ judgeNoise: 2, judgeErrs })
      const scores = new Map<string, Set<number>>()
      for (let i = 0; i < batch.rollouts; i++) {
        const key = `${batch.group[i]} ${responseOf(batch, i)}`
        scores.set(key, (scores.get(key) ?? new Set()).add(batch.judgedValue![batch.tokenStart[i + 1]! - 1]!))
      }
      expect([...scores.values()].every(({ size }) => size === 1)).toBe(alike)
    }
  })
})
