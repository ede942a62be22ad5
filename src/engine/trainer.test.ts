import type { Tensor2D } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { type Batch, groupMembers } from '../core/batch.ts'
import type { ParamValues } from '../core/params.ts'
import { phasesOf } from '../core/slots.ts'
import { resolveMethod } from '../methods/index.ts'
import { tf } from '../tensor/tf.ts'
import { guessing, openRun, type RunOptions } from './fixtures.ts'
import { Diverged } from './phases/diverged.ts'
import { traceObjective } from './phases/objective-trace.ts'
import { type Frame, type Run, responseOf } from './run.ts'
import { train } from './trainer.ts'

async function framesOf(run: Run): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const frame of train(run)) frames.push(frame)
  return frames
}

const finished = (frames: readonly Frame[]) =>
  frames.filter(({ phase, iteration }) => phase === 'probe' && iteration > 0)

/** Everything that a run produced, as plain data. */
const recorded = async (options: RunOptions) => {
  const run = await openRun(options)
  return { frames: await framesOf(run), state: await run.policy.read() }
}

describe('the trainer', () => {
  it('measures the start, then runs the phases in their order', async () => {
    const frames = await framesOf(await openRun({ params: { iterations: 2 } }))
    expect(frames.map(({ iteration, phase }) => `${iteration} ${phase}`)).toEqual([
      '0 probe',
      ...[1, 2].flatMap(iteration => phasesOf(resolveMethod('grpo')).map(phase => `${iteration} ${phase}`)),
    ])
  })

  it('does the same twice under one seed, and something else under another', async () => {
    const first = await recorded({ seed: 'a' })
    expect(await recorded({ seed: 'a' })).toEqual(first)
    expect((await recorded({ seed: 'b' })).state.parameters).not.toEqual(first.state.parameters)
  })

  it('learns the same whether or not somebody looks', async () => {
    const run = await openRun({ params: { innerEpochs: 2, minibatches: 2 } })
    run.watched = true
    const frames = await framesOf(run)
    expect(frames.at(-1)?.top?.k).toBeGreaterThan(0)
    expect(frames.at(-1)?.explain.objective?.ratio?.values).toHaveLength(frames.at(-1)?.batch.token.length ?? 0)
    expect(await run.policy.read()).toEqual((await recorded({ params: { innerEpochs: 2, minibatches: 2 } })).state)
  })

  it('learns the same in micro-batches that divide by the whole, and otherwise where each divides by its own', async () => {
    const learnt = async (params: ParamValues) => (await recorded({ params: { learningRate: 0.1, ...params } })).state
    const whole = await learnt({})
    expect(await learnt({ microBatches: 4 })).toEqual(whole)
    const each = await learnt({ microBatches: 4, microNormalise: 'each' })
    expect(each.parameters).not.toEqual(whole.parameters)
    expect(each.updates).toBe(whole.updates)
  })

  it('counts the tokens whose policy or value a clip held, apart from each other', async () => {
    const { batch } = (await framesOf(await openRun())).at(-1)!
    const rows = [...batch.reward.keys()]
    const marks = (value: number) => tf.fill<Tensor2D['rankType']>([rows.length, 4], value)
    const trace = traceObjective(batch, false)
    trace.keep({ clippedLow: marks(0), clippedHigh: marks(0), clippedValue: marks(1) })
    await trace.read(rows)
    expect(trace.shares()).toEqual({ clipLow: 0, clipHigh: 0, valueClipped: 1 })
    expect(trace.clipped().some(mark => mark > 0)).toBe(false)
  })

  it('tells no share of clipped values where no value is learned', async () => {
    expect(finished(await framesOf(await openRun()))[0]?.metrics).not.toHaveProperty('valueClipped')
  })

  it('learns the task', async () => {
    const frames = await framesOf(await openRun({ params: { iterations: 60, probeEvery: 60, learningRate: 0.2 } }))
    expect(frames[0]?.metrics.passAt1).toBeLessThan(0.5)
    expect(frames.at(-1)?.metrics.passAt1).toBeGreaterThan(0.9)
  })

  it('fills the columns that every picture may ask for', async () => {
    const [last] = finished(await framesOf(await openRun())).slice(-1)
    for (const column of [
      ...['advantage', 'correct', 'truncated', 'mask', 'oldLogp', 'samplerLogp', 'logp', 'refLogp'],
      ...['oldEntropy', 'oldMeanLogp', 'meanLogp', 'collision', 'credit', 'ratio', 'clipped'],
    ]) {
      expect(last?.batch, column).toHaveProperty(column)
    }
    expect(last?.batch.ratio?.some(value => value !== 1)).toBe(true)
  })

  it('takes problems without replacement, epoch by epoch', async () => {
    const frames = finished(await framesOf(await openRun()))
    const indices = frames.map(frame => frame.problems.map(({ index }) => index))
    for (const at of [0, 2, 4]) expect([...indices[at]!, ...indices[at + 1]!].sort()).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('measures held-out problems, with the powers of two up to the number of samples', async () => {
    const measured = finished(await framesOf(await openRun())).map(({ metrics }) => 'passAtK' in metrics)
    expect(measured).toEqual([false, true, false, true, false, true])
    const [start] = await framesOf(await openRun({ params: { iterations: 1 } }))
    expect(Object.keys(start!.metrics)).toEqual(['passAt1', 'passAt2', 'passAt4', 'passAtK', 'distinctCorrect'])
    expect(start!.metrics.passAt4).toBe(start!.metrics.passAtK)
  })

  it('draws noise that does not depend on how many problems share the batch', async () => {
    const tokensOf = ({ batch, problems }: Frame) =>
      new Map(
        groupMembers(batch).map((members, group) => [problems[group]!.index, members.map(i => responseOf(batch, i))]),
      )
    const [few] = finished(await framesOf(await openRun({ params: { problems: 3, iterations: 1 } })))
    const [many] = finished(await framesOf(await openRun({ params: { problems: 6, iterations: 1 } })))
    for (const [index, tokens] of tokensOf(few!)) expect(tokensOf(many!).get(index)).toEqual(tokens)
  })

  it('takes new parameters from the next phase on', async () => {
    const run = await openRun({ params: { iterations: 1, groupSize: 4 } })
    for await (const frame of train(run)) {
      if (frame.phase === 'sample') run.params = { ...run.params, groupSize: 2, learningRate: 0 }
    }
    expect((await run.policy.read()).parameters.every(value => value === 0)).toBe(true)
  })

  it('continues from a checkpoint bit for bit', async () => {
    const options = { method: resolveMethod('dapo'), params: { innerEpochs: 2, minibatches: 2 } }
    const whole = await openRun(options)
    const frames = finished(await framesOf(whole))
    const half = await openRun({ ...options, params: { ...options.params, iterations: 3 } })
    await framesOf(half)
    const resumed = await openRun(options)
    resumed.policy.write(await half.policy.read())
    resumed.iteration = half.iteration
    resumed.memory = structuredClone(half.memory)
    expect(finished(await framesOf(resumed))).toEqual(frames.slice(3))
    expect(await resumed.policy.read()).toEqual(await whole.policy.read())
  })

  it('stops when the numbers stop being numbers', async () => {
    const run = await openRun({ params: { optimiser: 'sgd', learningRate: 1e30 } })
    run.params = { ...run.params, learningRate: Number.POSITIVE_INFINITY }
    await expect(framesOf(run)).rejects.toThrow(Diverged)
  })

  it('stops when log-probabilities become absurd', async () => {
    const run = await openRun({ params: { optimiser: 'sgd' } })
    run.params = { ...run.params, learningRate: 1e6 }
    await expect(framesOf(run)).rejects.toThrow(/log-probabilities between -1000 and 0/)
  })

  it('leaks no tensors', async () => {
    const run = await openRun({ params: { iterations: 40, innerEpochs: 2, probeEvery: 0 } })
    const counts: number[] = []
    run.watched = true
    for await (const { phase } of train(run)) if (phase === 'probe') counts.push(tf.memory().numTensors)
    expect(new Set(counts.slice(1)).size).toBe(1)
  })
})

describe('dynamic sampling', () => {
  it('replaces groups that agree, and counts what it sampled', async () => {
    const run = await openRun({ method: resolveMethod('dapo'), params: { groupSize: 2, samplingRounds: 8 } })
    for (const { batch, metrics, judged } of finished(await framesOf(run))) {
      for (const members of groupMembers(batch)) {
        expect(new Set(members.map(i => batch.correct?.[i])).size).toBe(2)
      }
      expect(metrics.rolloutsSampled).toBe(judged.rollouts)
      expect(judged.rollouts).toBeGreaterThanOrEqual(batch.rollouts)
      expect(metrics.noSignal).toBeCloseTo(judged.droppedSilent / judged.groups, 12)
      expect(metrics).toMatchObject({ groupsSampled: judged.groups, groupsDropped: judged.groups - batch.groups })
      expect(metrics.rounds).toBe(judged.rounds)
      // Only groups that disagree are kept, so every response that is kept has a say.
      expect(metrics.withSignal).toBeCloseTo(batch.rollouts / judged.rollouts, 12)
    }
  })

  it('gives the same problem fresh noise when it is sampled again', async () => {
    const run = await openRun({ method: resolveMethod('dapo'), params: { pool: 1, problems: 4, iterations: 1 } })
    const [frame] = finished(await framesOf(run))
    expect(frame!.drawn.get(frame!.problems[0]!.index)).toBe(frame!.judged.rollouts)
    const groups = groupMembers(frame!.batch).map(members =>
      members.map(i => responseOf(frame!.batch, i).join()).join('|'),
    )
    expect(new Set(groups).size).toBeGreaterThan(1)
  })

  it('leaves the policy alone when no group is worth keeping', async () => {
    const run = await openRun({
      method: resolveMethod('dapo'),
      params: { groupSize: 4, samplingRounds: 2, iterations: 1 },
    })
    run.params = { ...run.params, pool: 1, problems: 1 }
    // A policy that always says the wrong letter.
    const { parameters, ...rest } = await run.policy.read()
    run.policy.write({ ...rest, parameters: parameters.map((_, at) => (at % 4 === 3 ? 50 : 0)) })
    const before = await run.policy.read()
    const [frame] = finished(await framesOf(run))
    expect(frame!.idle).toBe(true)
    expect(frame!.metrics).toMatchObject({ noSignal: 1, withSignal: 0, rounds: 2, groupsSampled: 2, groupsDropped: 2 })
    expect(frame!.metrics.againstCredit).toBeUndefined()
    expect(await run.policy.read()).toEqual(before)
  })
})

describe('groups without signal', () => {
  const measured = async (method: string, params: ParamValues) =>
    finished(await framesOf(await openRun({ method: resolveMethod(method), params: { iterations: 2, ...params } })))

  const equalIn = (batch: Batch) =>
    groupMembers(batch).filter(members => new Set(members.map(i => batch.reward[i])).size === 1).length

  it.each([
    ['spo-single-stream', 1],
    ['nsr', 2],
  ])('are those without credit, not those whose rewards are equal: %s, groups of %i', async (method, groupSize) => {
    let [equal, silent] = [0, 0]
    for (const { metrics, batch } of await measured(method, { groupSize, problems: 6 })) {
      const mute = groupMembers(batch).filter(members =>
        members.every(i => batch.credit!.subarray(batch.tokenStart[i], batch.tokenStart[i + 1]).every(c => c === 0)),
      )
      expect(metrics.noSignal).toBeCloseTo(mute.length / batch.groups, 8)
      silent += mute.length
      equal += equalIn(batch)
    }
    expect(equal).toBeGreaterThan(silent)
  })

  it('are those whose rewards are equal where a group is its own baseline', async () => {
    for (const { metrics, batch } of await measured('grpo', { groupSize: 2, problems: 6 })) {
      expect(metrics.noSignal).toBeCloseTo(equalIn(batch) / batch.groups, 8)
    }
  })

  it('counts the responses that an update moved against their credit', async () => {
    for (const { metrics, batch } of await measured('grpo', { groupSize: 8, problems: 2, learningRate: 0.5 })) {
      const sums = (column: Float32Array, i: number) =>
        column.subarray(batch.tokenStart[i], batch.tokenStart[i + 1]).reduce((total, x) => total + x, 0)
      const pushed = Array.from(batch.group.keys()).filter(i => sums(batch.credit!, i) !== 0)
      const against = pushed.filter(i => (sums(batch.logp!, i) - sums(batch.oldLogp!, i)) * sums(batch.credit!, i) < 0)
      expect(metrics.againstCredit).toBeCloseTo(against.length / pushed.length, 8)
    }
  })
})

describe('worlds with turns', () => {
  it('lets the world speak between the turns, and trains on the policy’s own tokens only', async () => {
    const run = await openRun({ task: guessing, params: { iterations: 1, groupSize: 16 } })
    run.watched = true
    const [{ batch, problems }] = finished(await framesOf(run)) as [Frame]
    const { rollout, start, end } = batch.turns!
    expect(rollout.length).toBeGreaterThan(batch.rollouts)
    for (let t = 0; t < batch.token.length; t++) expect(batch.mask![t]).toBe(batch.token[t]! < 4 ? 1 : 0)
    for (let turn = 0; turn < rollout.length; turn++) {
      expect(end[turn]! - start[turn]!).toBe(1)
      expect(batch.mask![start[turn]!]).toBe(1)
    }
    for (let i = 0; i < batch.rollouts; i++) {
      const last = batch.token[batch.tokenStart[i + 1]! - 1]
      const found = last === problems[batch.group[i]!]!.data.secret
      expect(batch.reward[i]).toBe(found ? 1 : 0)
      expect(batch.truncated![i]).toBe(found ? 0 : 1)
    }
  })

  it('pays turns so that they sum to the reward, and knows equal states', async () => {
    const run = await openRun({ task: guessing, params: { iterations: 1, groupSize: 16 } })
    const [{ batch }] = finished(await framesOf(run)) as [Frame]
    const sums = new Float32Array(batch.rollouts)
    const first = new Set<string>()
    batch.turns!.rollout.forEach((i, turn) => {
      sums[i]! += batch.turnReward![turn]!
      if (batch.turns!.start[turn] === batch.tokenStart[i]) first.add(`${batch.group[i]} ${batch.stateKey![turn]}`)
    })
    for (const [i, sum] of sums.entries()) expect(sum).toBeCloseTo(batch.reward[i]!, 5)
    expect(first.size).toBe(batch.groups)
  })
})
