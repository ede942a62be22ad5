import { describe, expect, it } from 'vitest'
import type { ParamValues } from '../../core/params.ts'
import { phasesOf } from '../../core/slots.ts'
import { resolveMethod } from '../../methods/index.ts'
import type { Command } from '../../protocol/commands.ts'
import type { RunEvent } from '../../protocol/events.ts'
import { openRun, type RunOptions } from '../fixtures.ts'
import { createSession, type Opened } from './session.ts'
import { detached } from './snapshot.ts'

type Heard<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>
type Asked = Command extends infer C ? (C extends { runId: string } ? Omit<C, 'runId'> : never) : never

const backend: Opened['backend'] = { backend: 'cpu', path: 'plain', adapter: '', software: false, notice: '' }

/** A session over the fixture's world, with a clock that advances `passes` milliseconds per question. */
async function openSession(options: RunOptions = {}, passes = 1) {
  const events: RunEvent[] = []
  let listeners: (() => void)[] = []
  let clock = 0
  const send = createSession({
    open: async command => {
      const run = await openRun(options)
      if (command.checkpoint) {
        run.policy.write(command.checkpoint)
        run.iteration = command.checkpoint.iteration
        run.memory = command.checkpoint.methodState
      }
      return {
        run,
        backend,
        notices: [],
        tensors: () => 0,
        resume: async () => {},
        dispose: () => run.policy.dispose(),
      }
    },
    post: event => {
      events.push(structuredClone(event))
      for (const listen of listeners) listen()
    },
    now: () => (clock += passes),
    wait: () => new Promise(resolve => setImmediate(resolve)),
  })
  const heard = <T extends RunEvent['type']>(type: T): Heard<T>[] =>
    events.filter((event): event is Heard<T> => event.type === type)
  /** Resolves with the event once `count` of this type have come. */
  const until = <T extends RunEvent['type']>(type: T, count = heard(type).length + 1): Promise<Heard<T>> =>
    new Promise(resolve => {
      const listen = () => {
        const found = heard(type)[count - 1]
        if (!found) return
        listeners = listeners.filter(other => other !== listen)
        resolve(found)
      }
      listeners.push(listen)
      listen()
    })
  const ask = (command: Asked) => send({ runId: 'r', ...command } as Command)
  const recipe = (await openRun(options)).recipe
  const opened = until('opened')
  ask({ type: 'open', recipe, backend: 'cpu', path: 'plain' })
  await opened
  return { events, heard, until, ask, send, recipe }
}

const played = async (options: RunOptions = {}) => {
  const session = await openSession(options)
  session.ask({ type: 'play', speed: 'max' })
  await session.until('finished')
  return session
}

const metricsOf = ({ heard }: { heard: (type: 'iteration') => Heard<'iteration'>[] }) =>
  heard('iteration').map(({ iteration, metrics }) => [iteration, metrics])

const phases = phasesOf(resolveMethod('grpo'))

describe('a session', () => {
  it('plays to the end of the budget: phase with a snapshot, iteration, checkpoint, finished', async () => {
    const { events, heard } = await played()
    expect(heard('iteration').map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4, 5, 6])
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['checkpoint', 'finished'])
    const shown = heard('phase').filter(({ snapshot }) => snapshot)
    expect(shown[0]).toMatchObject({ iteration: 1, phase: 'probe' })
    expect(shown.at(-1)).toMatchObject({ iteration: 6, phase: 'probe' })
  })

  it('sends the same events under the same seed', async () => {
    expect((await played()).events).toEqual((await played()).events)
  })

  it('steps by phase, each with a snapshot, and tells the starting policy’s pass@k with the first', async () => {
    const { ask, until, heard, events } = await openSession()
    for (const phase of phases) {
      ask({ type: 'next', unit: 'phase' })
      expect(await until('phase')).toMatchObject({ iteration: 1, phase, snapshot: { iteration: 1, phase } })
    }
    await until('iteration', 1)
    expect(heard('phase')[0]?.metrics).toHaveProperty('passAtK')
    expect(
      heard('phase')
        .slice(1)
        .some(({ metrics }) => metrics),
    ).toBe(false)
    expect(events.at(-1)?.type).toBe('iteration')
  })

  it('finishes a begun iteration, then steps by whole ones', async () => {
    const { ask, until, heard } = await openSession()
    ask({ type: 'next', unit: 'phase' })
    ask({ type: 'next', unit: 'iteration' })
    await until('iteration', 1)
    expect(heard('phase')).toHaveLength(phases.length)
    ask({ type: 'next', unit: 'iteration' })
    expect((await until('iteration', 2)).iteration).toBe(2)
  })

  it('learns the same however it is driven', async () => {
    const stepped = await openSession()
    for (let i = 1; i <= 6; i++) {
      stepped.ask({ type: 'next', unit: i % 2 ? 'iteration' : 'phase' })
      if (i % 2 === 0) stepped.ask({ type: 'next', unit: 'iteration' })
    }
    await stepped.until('iteration', 6)
    expect(metricsOf(stepped)).toEqual(metricsOf(await played()))
  })

  it('pauses between phases and shows where it stands', async () => {
    const { ask, until, heard } = await openSession({ params: { iterations: 100 } })
    ask({ type: 'play', speed: 1 })
    await until('phase', 3)
    ask({ type: 'pause' })
    await until('paused')
    const stood = heard('phase').at(-1)
    expect(stood?.snapshot?.phase).toBe(stood?.phase)
    const before = heard('phase').length
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(heard('phase')).toHaveLength(before)
  })

  it('measures what it is paused in, though full speed had passed over it', async () => {
    const { ask, until, heard } = await openSession({ params: { iterations: 100 } }, 0)
    ask({ type: 'play', speed: 'max' })
    await until('iteration', 3)
    // Into the fourth iteration: phases take turns with messages.
    for (let turn = 0; turn < 4; turn++) await new Promise(resolve => setImmediate(resolve))
    ask({ type: 'pause' })
    await until('paused')
    const { snapshot, iteration, phase } = heard('phase').at(-1) ?? {}
    expect({ iteration, isMidway: phase !== 'probe' }).toEqual({ iteration: 4, isMidway: true })
    expect(snapshot?.top).toBeDefined()
  })

  it('goes back to any iteration and repeats it exactly', async () => {
    const session = await played()
    const first = metricsOf(session)
    session.ask({ type: 'goTo', iteration: 2 })
    expect(await session.until('wentTo')).toMatchObject({ iteration: 2, kept: [0, 1, 2] })
    session.ask({ type: 'play', speed: 'max' })
    await session.until('finished', 2)
    expect(metricsOf(session).slice(6)).toEqual(first.slice(2))
  })

  it('refuses to go where it has not been', async () => {
    const { ask, until } = await openSession()
    ask({ type: 'goTo', iteration: 5 })
    expect(await until('failed')).toMatchObject({ kind: 'usage', where: 'goTo' })
  })

  it('takes parameters between phases, and replays them where they were taken', async () => {
    const session = await openSession()
    const set = (params: ParamValues) => session.ask({ type: 'setParams', params })
    session.ask({ type: 'next', unit: 'iteration' })
    session.ask({ type: 'next', unit: 'phase' })
    set({ groupSize: 2 })
    session.ask({ type: 'next', unit: 'phase' })
    set({ learningRate: 0.5 })
    for (let i = 0; i < 3; i++) session.ask({ type: 'next', unit: 'iteration' })
    await session.until('iteration', 4)
    expect(session.heard('iteration').map(({ metrics }) => metrics.rolloutsSampled)).toEqual([12, 6, 6, 6])
    const first = metricsOf(session)
    session.ask({ type: 'goTo', iteration: 3 })
    await session.until('wentTo')
    session.ask({ type: 'next', unit: 'iteration' })
    await session.until('iteration', 5)
    expect(metricsOf(session)[4]).toEqual(first[3])
  })

  it('goes on beyond the budget when it is raised', async () => {
    const { ask, until } = await played()
    ask({ type: 'setParams', params: { iterations: 7 } })
    ask({ type: 'play', speed: 'max' })
    expect((await until('iteration', 7)).iteration).toBe(7)
  })

  it('continues from a checkpoint that crossed the worker’s border as if nothing had happened', async () => {
    const whole = await played()
    const half = await openSession()
    for (let i = 0; i < 3; i++) half.ask({ type: 'next', unit: 'iteration' })
    half.ask({ type: 'checkpoint' })
    const { checkpoint } = await half.until('checkpoint')
    half.ask({ type: 'open', recipe: half.recipe, backend: 'cpu', path: 'plain', checkpoint })
    expect((await half.until('opened', 2)).iteration).toBe(3)
    half.ask({ type: 'play', speed: 'max' })
    await half.until('finished')
    expect(metricsOf(half).slice(3)).toEqual(metricsOf(whole).slice(3))
  })

  it('hands out the checkpoint of the last boundary in the middle of an iteration', async () => {
    const { ask, until } = await openSession()
    ask({ type: 'next', unit: 'iteration' })
    for (let i = 0; i < 7; i++) ask({ type: 'next', unit: 'phase' })
    ask({ type: 'checkpoint' })
    const { checkpoint } = await until('checkpoint')
    expect(checkpoint).toMatchObject({ iteration: 1, updates: 1 })
  })

  it('branches from a prefix with common noise, and leaves the run as it was', async () => {
    const session = await openSession()
    const branchFrom = (prefix: number[]) => session.ask({ type: 'branch', problem: 1, prefix, times: 5 })
    branchFrom([2])
    branchFrom([2])
    branchFrom([2, 3])
    await session.until('branched', 3)
    const [first, again, ended] = session.heard('branched').map(({ branch }) => branch)
    expect(first).toEqual(again)
    for (const { tokens, correct } of first!.continuations) expect([tokens[0], correct]).toEqual([2, true])
    expect(ended!.continuations.every(({ tokens }) => tokens.join() === '2,3')).toBe(true)
    session.ask({ type: 'play', speed: 'max' })
    await session.until('finished')
    expect(metricsOf(session)).toEqual(metricsOf(await played()))
  })

  it('shows an update in slow motion before it is made and long after, and leaves the run as it was', async () => {
    const session = await openSession()
    session.ask({ type: 'motion', iteration: 1, group: 0 })
    session.ask({ type: 'play', speed: 'max' })
    await session.until('finished')
    session.ask({ type: 'motion', iteration: 1, group: 0 })
    const { motion } = await session.until('moved', 2)
    expect(session.heard('moved')[0]?.motion).toEqual(motion)
    expect(metricsOf(session)).toEqual(metricsOf(await played()))
    session.ask({ type: 'again', iteration: 1 })
    expect(await session.until('again')).toMatchObject({ snapshot: { iteration: 1, phase: 'probe' } })
    session.ask({ type: 'motion', iteration: 9, group: 0 })
    expect(await session.until('failed')).toMatchObject({ kind: 'usage' })
  })

  it('stops a run that diverges at its last good checkpoint, and can go on from there', async () => {
    const { ask, until, heard } = await openSession({ params: { optimiser: 'sgd', maxGradNorm: 0 } })
    ask({ type: 'next', unit: 'iteration' })
    await until('iteration', 1)
    // Decay times rate is 10: the weights change sign and grow ninefold with every update.
    ask({ type: 'setParams', params: { learningRate: 10, weightDecay: 1 } })
    ask({ type: 'play', speed: 'max' })
    const failed = await until('failed')
    expect(failed).toMatchObject({ kind: 'diverged' })
    expect(failed.checkpoint?.iteration).toBe(heard('wentTo')[0]?.iteration)
    ask({ type: 'setParams', params: { learningRate: 0.1, weightDecay: 0 } })
    ask({ type: 'next', unit: 'iteration' })
    expect((await until('iteration')).iteration).toBe(failed.checkpoint!.iteration + 1)
  })

  it('ignores late commands for a closed run, and opens another', async () => {
    const { ask, send, until, heard, recipe } = await openSession()
    ask({ type: 'close' })
    ask({ type: 'next', unit: 'iteration' })
    send({ type: 'open', runId: 's', recipe, backend: 'cpu', path: 'plain' })
    await until('opened', 2)
    send({ type: 'next', runId: 's', unit: 'iteration' })
    expect((await until('iteration')).runId).toBe('s')
    expect(heard('iteration')).toHaveLength(1)
  })

  it('tells a failure to open', async () => {
    const events: RunEvent[] = []
    const send = createSession({
      open: () => Promise.reject(new Error('no weights')),
      post: event => events.push(event),
      now: () => 0,
      wait: async () => {},
    })
    const { recipe } = await openRun()
    send({ type: 'open', runId: 'r', recipe, backend: 'cpu', path: 'plain' })
    await new Promise(resolve => setImmediate(resolve))
    expect(events).toMatchObject([{ type: 'failed', kind: 'fatal', message: 'no weights' }])
  })
})

describe('messages to the page', () => {
  it('share nothing with the engine and name every buffer they carry', async () => {
    const { heard } = await played()
    const event = heard('phase').find(({ snapshot }) => snapshot)!
    const { copy, buffers } = detached(event)
    expect(copy).toEqual(event)
    const lengths = buffers.map(buffer => buffer.byteLength)
    expect(lengths.every(length => length > 0)).toBe(true)
    structuredClone(copy, { transfer: buffers })
    expect(copy.snapshot!.batch.token.byteLength).toBe(0)
    expect(event.snapshot!.batch.token.byteLength).toBeGreaterThan(0)
  })
})
