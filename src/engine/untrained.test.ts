import { describe, expect, it } from 'vitest'
import { type Method, probe } from '../core/method.ts'
import { phasesOf } from '../core/slots.ts'
import { estimate } from '../methods/estimate.ts'
import { methodOf, methods, resolve, resolveMethod } from '../methods/index.ts'
import { tensorNeeds } from '../methods/loss.ts'
import { taskOf } from '../tasks/index.ts'
import { openRun } from './fixtures.ts'
import { contextOf, firstFrame } from './run.ts'
import { train } from './trainer.ts'

const idle: Method = {
  ...methodOf('grpo'),
  id: 'idle',
  trains: false,
  defaults: {},
  conventions: {},
  slots: { probe: probe({ compute: ({ rollouts }) => ({ metrics: { asked: rollouts } }) }) },
}

describe('a method that does not train', () => {
  const method = resolve(idle)

  it('has no slot of training, no parameter of one, and no phase of one', () => {
    for (const slot of ['advantage', 'credit', 'objective', 'aggregation', 'regulariser'] as const) {
      expect(method[slot]).toBeUndefined()
    }
    expect(method.specs).toEqual({})
    expect(method.regularisers).toEqual([])
    expect(tensorNeeds(method, {})).toEqual([])
    expect(phasesOf(method)).toEqual(['choose', 'sample', 'reward', 'keep', 'probe'])
  })

  it('draws and measures, leaves the policy as it is, and reports no loss, gradient, clip or credit', async () => {
    const run = await openRun({ method, params: { iterations: 2 } })
    const before = await run.policy.read()
    const ran: string[] = []
    for await (const { phase, iteration, metrics } of train(run)) {
      if (iteration === 0) continue
      ran.push(phase)
      if (phase !== 'probe') continue
      expect(metrics).toMatchObject({ asked: 12, reward: expect.any(Number), length: expect.any(Number) })
      for (const id of ['loss', 'gradNorm', 'clipLow', 'clipHigh', 'withSignal']) expect(metrics).not.toHaveProperty(id)
    }
    expect(ran).toEqual([...phasesOf(method), ...phasesOf(method)])
    expect(await run.policy.read()).toEqual(before)
  })

  const untrained = [...methods.values()].filter(({ trains }) => trains === false)
  it.each(untrained.map(({ id }) => id))('leaves the policy as it is: %s', async id => {
    // A world where what they ask can be answered.
    const task = methodOf(id).tasks?.find(name => taskOf(name).rows) ?? 'prm-hack'
    const run = await openRun({ task: taskOf(task), method: resolveMethod(id), params: { iterations: 2 } })
    const before = await run.policy.read()
    for await (const { phase } of train(run)) expect(phase).not.toBe('update')
    expect(await run.policy.read()).toEqual(before)
  })

  it('cannot be asked for an advantage, and may not bring an objective', async () => {
    const run = await openRun({ method })
    const frame = firstFrame(run)
    expect(() => estimate(method, {}, frame.batch, contextOf(run, frame, 'advantage'))).toThrow(
      /choose a method that does/,
    )
    expect(() => resolve({ ...idle, slots: { objective: 'ppo' } })).toThrow(/does not train/)
  })
})

describe('a method that is not registered', () => {
  it('borrows from the registry that it is given, and is resolved once', () => {
    const own: Method = {
      ...methodOf('grpo'),
      id: 'mine',
      slots: { advantage: 'idle-too' },
      defaults: {},
      conventions: {},
    }
    const donor: Method = { ...methodOf('grpo'), id: 'idle-too' }
    const registry = new Map([...methods, [donor.id, donor]])
    expect(resolve(own, registry).advantage?.owner).toBe('idle-too')
    expect(resolve(own, registry)).toBe(resolve(own, registry))
    expect(() => resolve(own)).toThrow(/idle-too/)
  })
})
