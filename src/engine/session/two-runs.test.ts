import { describe, expect, it } from 'vitest'
import { blankRecipe, type Recipe } from '../../core/recipe.ts'
import type { Checkpoint, Command } from '../../protocol/commands.ts'
import type { RunEvent } from '../../protocol/events.ts'
import { tf } from '../../tensor/tf.ts'
import { openRecipe } from '../opening/open.ts'
import { createSession } from './session.ts'

type How = Pick<Extract<Command, { type: 'open' }>, 'backend' | 'path'>
type Job = How & { readonly recipe: Recipe; readonly checkpoint?: Checkpoint }

const kernels: How = { backend: 'wasm', path: 'fused' }
const recipe = (change: Partial<Recipe> = {}): Recipe => ({
  ...blankRecipe,
  policy: 'gpt-1x16',
  base: 'random',
  ...change,
  params: { iterations: 4, problems: 2, groupSize: 4, probeProblems: 1, probeSamples: 2, ...change.params },
})

/** A session as the worker has it, on backends that Node has. */
function scene() {
  const events: RunEvent[] = []
  const computedOn: Record<string, string> = {}
  let heard = () => {}
  let clock = 0
  const send = createSession({
    open: command => openRecipe(command),
    post: event => {
      events.push(structuredClone(event))
      if (event.type === 'iteration') computedOn[event.runId] = tf.getBackend()
      heard()
    },
    now: () => clock++,
    wait: () => new Promise(resolve => setImmediate(resolve)),
  })
  const of = <T extends RunEvent['type']>(type: T, runId: string) =>
    events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type && event.runId === runId)
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise(resolve => {
      heard = () => isSo() && resolve()
      heard()
    })
  const open = (runId: string, job: Job) => send({ type: 'open', runId, ...job })
  const play = (runId: string) => send({ type: 'play', runId, speed: 'max' })
  const outcome = (runId: string) => ({
    metrics: of('iteration', runId).map(({ iteration, metrics }) => [iteration, metrics]),
    end: of('checkpoint', runId).at(-1)?.checkpoint,
  })
  return { send, events, of, until, open, play, outcome, computedOn }
}

async function alone(job: Job) {
  const { open, play, until, of, outcome } = scene()
  open('r', job)
  play('r')
  await until(() => of('finished', 'r').length > 0)
  return outcome('r')
}

async function together(jobs: Readonly<Record<string, Job>>) {
  const session = scene()
  const ids = Object.keys(jobs)
  for (const [id, job] of Object.entries(jobs)) session.open(id, job)
  for (const id of ids) session.play(id)
  await session.until(() => ids.every(id => session.of('finished', id).length > 0))
  return session
}

describe('two runs that play in turn', () => {
  it.each<[string, Job, Job]>([
    [
      'the kernels, another method and seed',
      { ...kernels, recipe: recipe() },
      { ...kernels, recipe: recipe({ method: 'dapo', seed: 'b', params: { innerEpochs: 2, minibatches: 2 } }) },
    ],
    [
      'two backends',
      { ...kernels, recipe: recipe({ params: { innerEpochs: 3 } }) },
      { backend: 'cpu', path: 'plain', recipe: recipe({ params: { iterations: 2, innerEpochs: 3 } }) },
    ],
    [
      'a method that remembers',
      { ...kernels, recipe: recipe({ method: 'spo-single-stream', params: { groupSize: 1 } }) },
      { ...kernels, recipe: recipe({ policy: 'gpt-1x32' }) },
    ],
  ])('come to the same bits as each alone: %s', async (_, a, b) => {
    const { outcome, computedOn } = await together({ a, b })
    expect(computedOn).toEqual({ a: a.backend, b: b.backend })
    expect(outcome('a')).toEqual(await alone(a))
    expect(outcome('b')).toEqual(await alone(b))
  })

  it('are treated alike: neither is ever an iteration ahead', async () => {
    const job = { ...kernels, recipe: recipe() }
    const { events } = await together({ a: job, b: job })
    const reached = { a: 0, b: 0 }
    for (const { type, runId } of events) {
      if (type === 'iteration' && (runId === 'a' || runId === 'b')) reached[runId]++
      expect(Math.abs(reached.a - reached.b)).toBeLessThanOrEqual(1)
    }
  })

  it('do not touch each other when one is closed on the way', async () => {
    const job = { ...kernels, recipe: recipe() }
    const { open, play, until, of, send, outcome } = scene()
    open('a', job)
    open('b', { ...job, recipe: recipe({ seed: 'b' }) })
    play('a')
    play('b')
    await until(() => of('iteration', 'b').length > 0)
    send({ type: 'close', runId: 'b' })
    await until(() => of('finished', 'a').length > 0)
    expect(outcome('a')).toEqual(await alone(job))
    expect(of('iteration', 'b').length).toBeLessThan(4)
  })
})

describe('a third run', () => {
  it('is refused until one of the two is closed', async () => {
    const job = { ...kernels, recipe: recipe() }
    const { open, until, of, send } = scene()
    for (const id of ['a', 'b', 'c']) open(id, job)
    await until(() => of('failed', 'c').length > 0)
    expect(of('failed', 'c')).toMatchObject([{ kind: 'usage', where: 'session.open' }])
    send({ type: 'close', runId: 'a' })
    open('c', job)
    await until(() => of('opened', 'c').length > 0)
  })
})

describe('a fork', () => {
  it('from a kept iteration does what the original did from there, bit for bit', async () => {
    const job = { ...kernels, recipe: recipe({ method: 'spo-single-stream', params: { groupSize: 1 } }) }
    const { open, play, until, of, send, outcome } = scene()
    open('a', job)
    play('a')
    await until(() => of('finished', 'a').length > 0)
    send({ type: 'checkpoint', runId: 'a', iteration: 2 })
    await until(() => of('forkPoint', 'a').length > 0)
    open('b', { ...job, checkpoint: of('forkPoint', 'a')[0]!.checkpoint })
    play('b')
    await until(() => of('finished', 'b').length > 0)
    const [whole, fork] = [outcome('a'), outcome('b')]
    expect(fork.metrics).toEqual(whole.metrics.slice(2))
    expect(fork.end).toEqual(whole.end)
  })

  it('cannot begin where nothing is kept', async () => {
    const { open, until, of, send } = scene()
    open('a', { ...kernels, recipe: recipe() })
    send({ type: 'checkpoint', runId: 'a', iteration: 7 })
    await until(() => of('failed', 'a').length > 0)
    expect(of('failed', 'a')).toMatchObject([{ kind: 'usage', where: 'checkpoint' }])
  })
})

describe('a fork in the same worker', () => {
  it('goes on exactly as the run did from there, and hands out what the run had come to', async () => {
    const job: Job = { ...kernels, recipe: recipe() }
    const whole = await alone(job)
    const { send, open, play, until, of } = scene()
    open('r', job)
    play('r')
    await until(() => of('finished', 'r').length > 0)
    send({ type: 'fork', runId: 'r', as: 'fork', iteration: 2 })
    play('fork')
    await until(() => of('finished', 'fork').length > 0)
    expect(of('checkpoint', 'r').at(-1)?.checkpoint).toEqual(whole.end)
    expect(of('wentTo', 'fork')).toMatchObject([{ iteration: 2 }])
    expect(of('checkpoint', 'fork').at(-1)?.checkpoint).toEqual(whole.end)
    expect(of('iteration', 'fork').map(({ iteration, metrics }) => [iteration, metrics])).toEqual(
      whole.metrics.slice(2),
    )
  })

  it('that cannot be made is a failure of its own', async () => {
    const { send, open, until, of } = scene()
    open('r', { ...kernels, recipe: recipe() })
    send({ type: 'fork', runId: 'r', as: 'fork', iteration: 9 })
    await until(() => of('failed', 'fork').length > 0)
    expect(of('failed', 'fork')[0]).toMatchObject({ where: 'goTo', kind: 'usage' })
  })
})
