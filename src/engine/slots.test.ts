import { describe, expect, it } from 'vitest'
import { type Batch, lengths } from '../core/batch.ts'
import { mean } from '../core/math.ts'
import { advantage, credit, curriculum, hintOf, probe, reward, sampler } from '../core/method.ts'
import { type ResolvedMethod, resolveMethod } from '../methods/index.ts'
import { guessing, openRun, type RunOptions } from './fixtures.ts'
import { type Frame, responseOf } from './run.ts'
import { snapshotOf } from './session/snapshot.ts'
import { train } from './trainer.ts'

/** GRPO with some slots replaced. */
const withSlots = (slots: Partial<ResolvedMethod>): ResolvedMethod => ({ ...resolveMethod('grpo'), ...slots })
const own = <Part>(part: Part) => ({ owner: 'test', part })

async function iterationsOf(options: RunOptions): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const frame of train(await openRun(options))) {
    if (frame.phase === 'probe' && frame.iteration > 0) frames.push(frame)
  }
  return frames
}

describe('slots that steer the engine', () => {
  it('a sampler grows trees, and its rollouts are measured like any others', async () => {
    const branches = sampler({
      compute: async (handle, problems, groupSize) => {
        const trunks = await handle.continueFrom(problems.map(problem => ({ problem, rollout: 0, prefix: [] })))
        return Promise.all(
          problems.map((problem, i) =>
            handle.continueFrom(
              Array.from({ length: groupSize - i }, (_, k) => ({
                problem,
                rollout: 1 + k,
                prefix: trunks[i]!.tokens.slice(0, 1),
              })),
            ),
          ),
        )
      },
    })
    const [{ batch }] = (await iterationsOf({ method: withSlots({ sampler: own(branches) }) })) as [Frame]
    expect([...batch.group]).toEqual([0, 0, 0, 0, 1, 1, 1, 2, 2])
    for (const group of [0, 1, 2]) {
      const members = [...batch.group.keys()].filter(i => batch.group[i] === group)
      expect(new Set(members.map(i => responseOf(batch, i)[0])).size).toBe(1)
    }
    expect(batch.samplerLogp).toEqual(batch.oldLogp)
    expect(batch.logp).toHaveLength(batch.token.length)
  })

  it('what a sampler draws hotter is marked, and scored at the temperature of the run', async () => {
    const mixed = sampler({
      compute: async (handle, problems) => {
        const hot = { temperature: 2 * handle.temperature }
        const ask = (rollout: number) => problems.map(problem => ({ problem, rollout, prefix: [] }))
        const [usual, other] = [await handle.continueFrom(ask(0)), await handle.continueFrom(ask(1), hot)]
        return problems.map((_, i) => [usual[i]!, other[i]!])
      },
    })
    const frames = await iterationsOf({ method: withSlots({ sampler: own(mixed) }), params: { learningRate: 1 } })
    const { batch } = frames.at(-1)!
    expect([...batch.tempered!]).toEqual([1, 2, 1, 2, 1, 2])
    for (let i = 0; i < batch.rollouts; i++) {
      const [start, end] = [batch.tokenStart[i], batch.tokenStart[i + 1]]
      const [drawn, scored] = [batch.samplerLogp, batch.oldLogp].map(column => [...column!.subarray(start, end)])
      if (i % 2 === 0) expect(drawn).toEqual(scored)
      else expect(drawn).not.toEqual(scored)
    }
  })

  it('tells a sampler the turns, from which it forks: before one, after one, or with another action', async () => {
    const [higher, lower] = [4, 5]
    const seen: { before: readonly number[][]; after: readonly number[][]; other: readonly number[][] }[] = []
    const forks = sampler({
      compute: async (handle, problems, groupSize) => {
        const trunks = await handle.continueFrom(problems.map(problem => ({ problem, rollout: 0, prefix: [] })))
        const lists = trunks.map(async ({ tokens, turns = [] }, at) => {
          const from = async (prefix: readonly number[]) => {
            const requests = Array.from({ length: groupSize }, (_, k) => ({
              problem: problems[at]!,
              rollout: 1 + k,
              prefix,
            }))
            return handle.continueFrom(requests)
          }
          const [first, second] = turns
          if (!second) return from([])
          const words = (rollouts: Awaited<ReturnType<typeof from>>) => rollouts.map(rollout => [...rollout.tokens])
          const [before, after] = [await from(tokens.slice(0, second.start)), await from(tokens.slice(0, first!.end))]
          const other = await from([...tokens.slice(0, second.start), (tokens[second.start]! + 1) % 4])
          seen.push({ before: words(before), after: words(after), other: words(other) })
          for (const { tokens: said, turns: own = [] } of before) {
            const inTurns = own.flatMap(({ start, end }) => [...said.slice(start, end)])
            expect(inTurns).toEqual(said.filter(token => token !== higher && token !== lower))
            expect(own[1]!.key).toBe(second.key)
          }
          return before
        })
        return Promise.all(lists)
      },
    })
    await iterationsOf({ task: guessing, method: withSlots({ sampler: own(forks) }) })
    expect(seen.length).toBeGreaterThan(6)
    // The world says the same to the same turn, and luck belongs to places: both ways to the fork lead on alike.
    for (const { before, after } of seen) expect(after).toEqual(before)
    for (const { before, other } of seen) {
      for (const [k, tokens] of other.entries()) {
        expect(tokens.slice(0, 2)).toEqual(before[k]!.slice(0, 2))
        expect(tokens[2]).toBe(other[0]![2])
      }
    }
    // Not all that follows is forced.
    expect(new Set(seen.flatMap(({ before }) => before.map(tokens => tokens.join()))).size).toBeGreaterThan(seen.length)
  })

  it('gives a response that is over back as it is', async () => {
    const stubborn = sampler({
      compute: (handle, problems) =>
        Promise.all(problems.map(problem => handle.continueFrom([{ problem, rollout: 0, prefix: [0, 3] }]))),
    })
    const [{ batch }] = (await iterationsOf({ method: withSlots({ sampler: own(stubborn) }) })) as [Frame]
    expect([...batch.token]).toEqual([0, 3, 0, 3, 0, 3])
    for (const logp of batch.samplerLogp!) expect(logp).toBeCloseTo(Math.log(1 / 4), 5)
  })

  it('counts what a sampler tried and did not take as sampled', async () => {
    const picky = sampler({
      compute: async (handle, problems) => {
        const asks = problems.flatMap(problem => [0, 1, 2].map(rollout => ({ problem, rollout, prefix: [] })))
        const tried = await handle.continueFrom(asks)
        return problems.map((_, k) => tried.slice(3 * k, 3 * k + 2))
      },
    })
    const [frame] = await iterationsOf({ method: withSlots({ sampler: own(picky) }) })
    expect([frame!.batch.rollouts, frame!.metrics.rolloutsSampled]).toEqual([6, 9])
  })

  it('a curriculum chooses, remembers and learns from what it sees', async () => {
    const easiest = curriculum({
      choose: (pool, count, _, { state }) => {
        const best = typeof state === 'number' ? state : 0
        return { choices: Array.from({ length: count }, (_, i) => ({ problem: (best + i) % pool.size })) }
      },
      observe: (batch, problems) => problems[0]! + (batch.rollouts > 0 ? 1 : 0),
    })
    const frames = await iterationsOf({ method: withSlots({ curriculum: own(easiest) }) })
    expect(frames.map(({ problems }) => problems[0]!.index)).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('a hint stands at the start of every response, given and not drawn: no credit, no slope, no place in averages', async () => {
    const helping = curriculum({
      choose: (pool, count, _, { draw }) => ({
        choices: Array.from({ length: count }, (_unused, problem) => ({
          problem,
          rollouts: 3 + problem,
          hint: problem === 0 ? [] : hintOf(pool.reference(problem, draw), 0.5),
        })),
      }),
    })
    const run = await openRun({ method: withSlots({ curriculum: own(helping) }), params: { iterations: 1 } })
    const frames: Frame[] = []
    for await (const frame of train(run)) frames.push(frame)
    const { batch, metrics } = frames.at(-1)!
    expect([...batch.group]).toEqual([0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2])
    batch.group.forEach((group, i) => {
      const first = batch.tokenStart[i]!
      const hinted = group === 0 ? 0 : 1
      expect([batch.given![first], batch.mask![first]]).toEqual([hinted, 1 - hinted])
      if (hinted === 1) expect([batch.token[first], batch.credit![first]]).toEqual([(group + 1) % 3, 0])
      expect(batch.correct![i]).toBe(group === 0 ? batch.correct![i] : 1)
    })
    expect(metrics.hinted).toBeCloseTo(9 / 12, 9)
    expect(metrics.length).toBeCloseTo(mean(lengths(batch)), 8)
  })

  it('a hint that is a whole response is refused', async () => {
    const telling = curriculum({
      choose: (pool, _, __, { draw }) => ({ choices: [{ problem: 0, hint: pool.reference(0, draw) }] }),
    })
    await expect(iterationsOf({ method: withSlots({ curriculum: own(telling) }) })).rejects.toThrow(
      /whole|all of a response/,
    )
  })

  it('hints live through the dropping of groups, and what was given moves no weight', async () => {
    const hinting = (token: number, keepAll: boolean) =>
      curriculum({
        choose: (_pool, count) => ({
          choices: Array.from({ length: count }, (_, problem) => ({ problem, hint: [token] })),
        }),
        ...(!keepAll && { keep: (batch: Batch) => Uint8Array.from({ length: batch.groups }, (_, g) => Number(g > 0)) }),
      })
    const dropped = await iterationsOf({ method: withSlots({ curriculum: own(hinting(1, false)) }) })
    for (const { batch } of dropped)
      expect(batch.mask!.filter((_, t) => batch.given![t] === 1)).toEqual(new Float32Array(batch.rollouts))
    const byTurns = reward({
      compute: ({ rollouts }) => ({ reward: Float32Array.from({ length: rollouts }, (_, i) => i % 2) }),
    })
    const method = withSlots({ curriculum: own(hinting(1, true)), reward: own(byTurns) })
    const run = await openRun({ method, params: { iterations: 2 } })
    const before = (await run.policy.read()).parameters
    for await (const _ of train(run)) await Promise.resolve()
    const moved = (await run.policy.read()).parameters.map((x, i) => x - before[i]!)
    // Row 0 of each prompt holds the first token, which was always given; 5 rows of 4 logits per prompt.
    for (const prompt of [0, 1, 2]) expect([...moved.subarray(20 * prompt, 20 * prompt + 4)]).toEqual([0, 0, 0, 0])
    expect(moved.some(x => x !== 0)).toBe(true)
  })

  it('a curriculum gives problems different numbers of rollouts', async () => {
    const growing = curriculum({
      sizes: (problems, groupSize) => problems.map((_, i) => groupSize + i - 2),
    })
    const frames = await iterationsOf({ method: withSlots({ curriculum: own(growing) }), params: { pool: 3 } })
    for (const { batch } of frames) expect([...batch.group]).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 2])
  })

  it('rewards are shaped, parts named, and curves made of them', async () => {
    const halved = reward({
      compute: batch => ({ reward: batch.reward.map(r => r / 2), parts: { half: batch.reward.map(r => r / 2) } }),
    })
    const counted = probe({ compute: ({ rollouts }) => ({ metrics: { counted: rollouts } }) })
    const [frame] = await iterationsOf({ method: withSlots({ reward: own(halved), probe: own(counted) }) })
    expect(frame!.metrics.reward).toBeCloseTo(frame!.metrics.correct! / 2, 6)
    expect(frame!.metrics['reward/half']).toBe(frame!.metrics.reward)
    expect(frame!.metrics.counted).toBe(12)
  })

  it('what slots explain under one name stands side by side, the probe’s too', async () => {
    const column = (values: Float32Array) => ({ ratio: { extent: 'token' as const, values } })
    const told = credit({
      needs: ['advantage'],
      compute: ({ token }) => ({
        credit: new Float32Array(token.length),
        explain: column(new Float32Array(token.length)),
      }),
    })
    const looked = probe({
      compute: ({ token }) => ({ metrics: {}, explain: column(new Float32Array(token.length).fill(7)) }),
    })
    const run = await openRun({
      method: withSlots({ credit: own(told), probe: own(looked) }),
      params: { iterations: 1 },
    })
    run.watched = true
    const frames: Frame[] = []
    for await (const frame of train(run)) frames.push(frame)
    const { explain } = snapshotOf(frames.at(-1)!)
    expect(explain.ratio?.values[0]).toBe(0)
    expect(explain['objective.ratio']?.values[0]).toBe(1)
    expect(explain['probe.ratio']?.values[0]).toBe(7)
  })

  it('drift is what the updates since the last visit did to the last response', async () => {
    const needy = withSlots({ needs: ['drift'] })
    const driftsAt = async (learningRate: number) =>
      (await iterationsOf({ method: needy, params: { pool: 3, learningRate } })).map(({ batch }) => [...batch.drift!])
    expect((await driftsAt(0)).flat().every(drift => drift === 0)).toBe(true)
    const [first, ...later] = await driftsAt(0.5)
    expect(first).toEqual([0, 0, 0])
    for (const drifts of later.slice(0, 2)) expect(Math.max(...drifts)).toBeGreaterThan(0.01)
  })

  it('an estimator keeps its state between iterations, and draws noise of its own', async () => {
    const draws: number[] = []
    const running = advantage({
      compute: ({ reward }, _, { state, draw, iteration, iterations }) => {
        const count = typeof state === 'number' ? state + 1 : 1
        draws.push(draw())
        expect([count, iterations]).toEqual([iteration, 6])
        return { advantage: reward.map(r => r - 0.5), state: count }
      },
    })
    await iterationsOf({ method: withSlots({ advantage: own(running) }) })
    expect(new Set(draws).size).toBe(6)
  })

  it('columns that a method needs are provided: greedy reward, pass rate, exact values', async () => {
    const needy = withSlots({ needs: ['greedyReward', 'passRate', 'prefixValue', 'exactAdvantage'] })
    const frames = await iterationsOf({ method: needy, params: { pool: 3 } })
    const [first, second] = frames.map(({ batch }) => batch)
    expect(first!.passRate).toEqual(Float32Array.of(Number.NaN, Number.NaN, Number.NaN))
    for (const rate of second!.passRate!) expect([0, 0.25, 0.5, 0.75, 1]).toContain(rate)
    for (let i = 0; i < first!.rollouts; i++) {
      // Of equal probabilities the greedy policy takes the first letter, which is right after "c".
      expect(first!.greedyReward![i]).toBe(frames[0]!.problems[first!.group[i]!]!.index % 3 === 2 ? 1 : 0)
      const start = first!.tokenStart[i]!
      expect(first!.prefixValue![start]).toBeCloseTo(0.25, 6)
      expect(first!.exactAdvantage![start]).toBeCloseTo(first!.correct![i]! - 0.25, 6)
    }
  })
})
