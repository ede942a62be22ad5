import { expect, it } from 'vitest'
import { groupMembers, rolloutOfToken } from '../../core/batch.ts'
import type { ParamValues } from '../../core/params.ts'
import { resolveMethod } from '../../methods/index.ts'
import { openRun } from '../fixtures.ts'
import { firstFrame, type Run } from '../run.ts'
import { runPhase } from '../trainer.ts'
import { motionOf } from './motion.ts'

const beforeUpdate = ['choose', 'sample', 'reward', 'keep', 'advantage', 'credit'] as const

async function credited(params: ParamValues = {}) {
  const run = await openRun({ params: { groupSize: 6, ...params } })
  return { run, frame: await frameOf(run) }
}

async function frameOf(run: Run) {
  let frame = firstFrame(run)
  for (const phase of beforeUpdate) frame = await runPhase(run, frame, phase)
  return frame
}

const totals = (perToken: Float32Array, owner: Int32Array, rollouts: number): number[] => {
  const sums = Array<number>(rollouts).fill(0)
  perToken.forEach((value, t) => {
    sums[owner[t]!]! += value
  })
  return sums
}

it('ends where the update itself ends, bit for bit', async () => {
  for (const params of [{}, { innerEpochs: 2, minibatches: 3 }]) {
    const { run, frame } = await credited(params)
    const other = await openRun({ params: { groupSize: 6, ...params } })
    const motion = await motionOf(run, frame, 0)
    const updated = await runPhase(other, await frameOf(other), 'update')
    expect(await run.policy.read()).toEqual(await other.policy.read())
    expect(motion.after).toEqual(updated.batch.logp)
    expect(motion.passes.length).toBe(Number(run.params.innerEpochs) * Number(run.params.minibatches))
  }
})

it('predicts a small step to first order, and the error grows with its length', async () => {
  const { run, frame } = await credited({ learningRate: 0.001 })
  const { predicted, before, after, lengths } = await motionOf(run, frame, 0)
  const off = (logp: Float32Array, scale: number) =>
    Math.max(...predicted.map((value, t) => Math.abs(logp[t]! - before[t]! - scale * value)))
  expect(Math.max(...predicted.map(Math.abs))).toBeGreaterThan(1e-3)
  expect(off(after, 1)).toBeLessThan(1e-4)
  const longest = lengths.at(-1)!
  expect(off(longest.logp, longest.scale)).toBeGreaterThan(off(after, 1))
})

it('gives every token the push of its loss: credit over the number of tokens, in the first pass of GRPO on token means', async () => {
  const { run, frame } = await credited({ aggregation: 'token-mean', kl: 'none' })
  const { passes } = await motionOf(run, frame, 0)
  const { credit, token } = frame.batch
  passes[0]!.push!.forEach((push, t) => {
    expect(push).toBeCloseTo(credit![t]! / token.length, 6)
  })
})

it.each([
  { optimiser: 'sgd' },
  { optimiser: 'adam' },
  { optimiser: 'adam', innerEpochs: 2, minibatches: 2 },
  { optimiser: 'adam', weightDecay: 0.1, maxGradNorm: 0.01 },
])('tells completely who moved whom: the parts come to what was predicted, under $optimiser', async params => {
  const { run, frame } = await credited({ learningRate: 0.01, ...params })
  await runPhase(run, frame, 'update')
  run.iteration = 1
  const second = await frameOf(run)
  const { predicted, interference } = await motionOf(run, second, 1)
  if ('because' in interference) throw new Error(interference.because)
  const { members, from, others, earlier } = interference
  expect(members).toEqual(groupMembers(second.batch)[1])
  const whole = totals(predicted, rolloutOfToken(second.batch), second.batch.rollouts)
  members.forEach((member, j) => {
    const told = from.reduce((sum, row) => sum + row[j]!, 0) + others[j]! + earlier[j]!
    expect(told).toBeCloseTo(whole[member]!, 3)
  })
})

it('tells it completely under objectives of every kind', async () => {
  const kinds = ['cispo', 'gspo', 'gpg', 'rover', 'nsr', 'dppo-tv', 'dft', 'vineppo', 'tempo', 'kl-in-reward']
  for (const id of kinds) {
    const run = await openRun({ method: resolveMethod(id), params: { groupSize: 4, innerEpochs: 2 } })
    const frame = await frameOf(run)
    const { predicted, interference } = await motionOf(run, frame, 0)
    if ('because' in interference) throw new Error(`${id}: ${interference.because}`)
    const { members, from, others, earlier } = interference
    const whole = totals(predicted, rolloutOfToken(frame.batch), frame.batch.rollouts)
    members.forEach((member, j) => {
      const told = from.reduce((sum, row) => sum + row[j]!, 0) + others[j]! + earlier[j]!
      expect(Math.abs(told - whole[member]!), id).toBeLessThan(5e-3 * Math.max(1, Math.abs(whole[member]!)))
    })
  }
})

it('says why there is no account of a wide group', async () => {
  const { run, frame } = await credited({ groupSize: 20 })
  const { interference } = await motionOf(run, frame, 0)
  expect(interference).toEqual({ because: 'the group has 20 siblings, more than 16' })
})
