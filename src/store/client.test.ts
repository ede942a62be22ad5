import { describe, expect, it } from 'vitest'
import { blankRecipe, trainingSpecs } from '../core/recipe.ts'
import type { Phase } from '../core/snapshot.ts'
import type { Checkpoint, Command } from '../protocol/commands.ts'
import type { RunEvent } from '../protocol/events.ts'
import { createActions } from './actions.ts'
import { usualBench } from './bench-address.ts'
import { createClient, type Spawn } from './client.ts'
import { startState } from './fixture.ts'
import { besideRun, shownRun } from './select/run.ts'
import { runName } from './select/run-name.ts'
import { freshRun, nothingSelected } from './state.ts'
import { createPageStore } from './store.ts'

/** A page whose workers are lists of commands, and whose frames pass when the test says so. */
function scene() {
  const workers: {
    commands: Command[]
    heard: (event: RunEvent) => void
    lost: (why: string) => void
    silent: (seconds: number) => void
    stopped: boolean
  }[] = []
  const frames: (() => void)[] = []
  const spawn: Spawn = page => {
    const worker = { commands: [] as Command[], ...page, stopped: false }
    workers.push(worker)
    const stop = () => {
      worker.stopped = true
    }
    return { send: command => worker.commands.push(command), stop }
  }
  const store = createPageStore(startState)
  const client = createClient(store, spawn, apply => void frames.push(apply))
  const actions = createActions(store, client)
  const worker = () => workers.at(-1)!
  const frame = () => {
    for (const apply of frames.splice(0)) apply()
  }
  const hear = (...events: readonly RunEvent[]) => {
    for (const event of events) worker().heard(event)
    frame()
  }
  const sent = () => worker().commands.map(command => command.type)
  const runId = () => shownRun(store.get()).id
  return { store, client, actions, workers, worker, frame, hear, sent, runId }
}

const opened = (runId: string, iteration = 0): RunEvent => ({
  type: 'opened',
  runId,
  backend: { backend: 'cpu', path: 'plain', adapter: '', software: false, notice: '' },
  iteration,
  parameterCount: 1,
  notices: [],
})
const phase = (runId: string, name: Phase, iteration = 1): RunEvent => ({
  type: 'phase',
  runId,
  iteration,
  phase: name,
})
const failed = (runId: string) => ({
  type: 'failed' as const,
  runId,
  where: 'your estimator',
  message: 'expected numbers, got line 2: no',
  cure: 'Mend the program.',
})
const iterated = (runId: string, iteration: number): RunEvent => ({
  type: 'iteration',
  runId,
  iteration,
  metrics: { reward: iteration },
  kept: [0],
  tensors: 1,
  milliseconds: 1,
})
const checkpoint = (iteration: number): Checkpoint => ({
  recipe: blankRecipe,
  iteration,
  parameters: new Float32Array(1),
  moment1: new Float32Array(1),
  moment2: new Float32Array(1),
  updates: iteration,
  methodState: {},
})

function ready() {
  const page = scene()
  page.actions.openRecipe(blankRecipe, 'grpo-basics')
  page.hear(opened(page.runId()))
  for (const name of ['choose', 'sample', 'reward', 'keep', 'advantage', 'credit'] as const) {
    page.hear(phase(page.runId(), name))
  }
  return page
}

describe('events', () => {
  it('are applied once per frame, in order', () => {
    const { store, worker, frame, runId } = ready()
    let changes = 0
    store.api.subscribe(() => changes++)
    worker().heard(iterated(runId(), 1))
    worker().heard(iterated(runId(), 2))
    expect(changes).toBe(0)
    frame()
    expect(changes).toBe(1)
    expect(shownRun(store.get()).series.map(({ reward }) => reward)).toEqual([1, 2])
  })
})

describe('an iteration on demand', () => {
  it('is saved when it ends; while training plays, the worker saves in its own time', () => {
    const { hear, sent, runId, actions } = ready()
    hear(iterated(runId(), 1))
    expect(sent().at(-1)).toBe('checkpoint')
    actions.toggle()
    hear(iterated(runId(), 2))
    expect(sent().at(-1)).toBe('play')
  })
})

describe('a fresh run', () => {
  it('is led phase by phase to its first credit, and no further', () => {
    const { sent, store } = ready()
    expect(sent()).toEqual(['open', 'next', 'next', 'next', 'next', 'next', 'next'])
    expect(shownRun(store.get())).toMatchObject({ phase: 'credit', preparing: false, status: 'paused' })
  })

  it('leaves the wheel to the person at once', () => {
    const page = scene()
    page.actions.openRecipe(blankRecipe, 'grpo-basics')
    page.hear(opened(page.runId()))
    page.actions.play()
    page.hear(phase(page.runId(), 'choose'))
    expect(page.sent()).toEqual(['open', 'next', 'play'])
  })

  it('goes on playing when a setting had to open it anew', () => {
    const page = ready()
    page.actions.play()
    page.actions.setParam('groupSize', 4)
    expect(shownRun(page.store.get()).status).toBe('loading')
    page.hear(opened(page.runId()))
    expect(page.sent().slice(-3)).toEqual(['close', 'open', 'play'])
    expect(shownRun(page.store.get()).status).toBe('playing')
  })
})

describe('a run that a new one replaces', () => {
  it('is forgotten when nothing was trained in it', () => {
    const page = ready()
    page.actions.reset()
    expect([...page.store.get().runs.keys()]).toEqual([page.runId()])
    expect(page.store.get().notices).toEqual([])
  })

  it('is kept otherwise, saved before it is closed, and can be had back', () => {
    const page = ready()
    const { shown } = page.store.get()
    page.actions.play()
    page.hear(iterated(shown, 1))
    page.actions.setParam('groupSize', 16)
    expect(page.sent().slice(-3)).toEqual(['checkpoint', 'close', 'open'])
    page.hear({ type: 'checkpoint', runId: shown, checkpoint: checkpoint(1) })
    const notice = page.store.get().notices.at(-1)
    expect(notice?.text).toBe('A new run: group size G 8 → 16. GRPO is kept.')
    page.actions.undo(notice!.undo!)
    expect([...page.store.get().runs.keys()]).toEqual([shown])
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'open', runId: shown, checkpoint: { iteration: 1 } })
    expect(shownRun(page.store.get()).series).toHaveLength(1)
  })

  it('is kept when another goes on from one of its iterations, in the same worker', () => {
    const page = ready()
    const { shown } = page.store.get()
    page.hear(...[1, 2, 3].map(i => iterated(shown, i)))
    page.actions.fork(2)
    const fork = page.runId()
    expect(page.worker().commands.at(-1)).toEqual({ type: 'fork', runId: shown, as: fork, iteration: 2 })
    page.hear({ type: 'wentTo', runId: fork, iteration: 2, kept: [0, 2] })
    expect(shownRun(page.store.get())).toMatchObject({ status: 'paused', series: { length: 2 } })
    expect(besideRun(page.store.get())?.series).toHaveLength(3)
  })

  it('can be named, and deleted until it is undone', () => {
    const page = ready()
    const { shown } = page.store.get()
    page.hear(iterated(shown, 1))
    page.actions.renameRun(shown, '  mine ')
    page.actions.reset()
    page.actions.deleteRun(shown)
    expect(page.store.get().runs.has(shown)).toBe(false)
    const notice = page.store.get().notices.at(-1)
    expect(notice?.text).toBe('mine is deleted.')
    page.actions.undo(notice!.undo!)
    expect(page.store.get().runs.get(shown)).toMatchObject({ name: 'mine', status: 'closed', series: { length: 1 } })
  })

  it('has its curves below the new ones when there is enough to compare', () => {
    const page = ready()
    const { shown } = page.store.get()
    page.hear(...[1, 2, 3].map(i => iterated(shown, i)))
    page.actions.reset()
    expect(besideRun(page.store.get())).toMatchObject({ id: shown, status: 'closed' })
    expect(besideRun(page.store.get())?.series).toHaveLength(3)
    expect(shownRun(page.store.get())).toMatchObject({ status: 'loading', series: [] })
  })
})

describe('a pause', () => {
  it('in the middle of sampling goes on until there is credit to look at', () => {
    const page = ready()
    const id = page.runId()
    page.actions.play()
    page.hear(iterated(id, 1))
    page.actions.pause()
    page.hear(phase(id, 'sample', 2), { type: 'paused', runId: id, iteration: 1 })
    for (const name of ['reward', 'keep', 'advantage', 'credit'] as const) page.hear(phase(id, name))
    expect(page.sent().slice(-6)).toEqual(['pause', 'next', 'next', 'next', 'next', 'checkpoint'])
  })

  it('leaves somebody who goes phase by phase where he is', () => {
    const page = ready()
    const id = page.runId()
    page.actions.nextPhase()
    page.hear(phase(id, 'sample'), { type: 'paused', runId: id, iteration: 0 })
    expect(page.sent().slice(-2)).toEqual(['next', 'next'])
  })
})

describe('a setting that can change on the way', () => {
  it('is handed over, and the iteration under way is done again with it', () => {
    const page = ready()
    page.actions.setParam('learningRate', 0.01)
    expect(page.sent().slice(-2)).toEqual(['setParams', 'goTo'])
    expect(page.worker().commands.at(-2)).toMatchObject({ params: { learningRate: 0.01 } })
    page.hear({ type: 'wentTo', runId: page.runId(), iteration: 0, kept: [0] })
    for (const name of ['choose', 'sample', 'reward', 'keep', 'advantage', 'credit'] as const) {
      page.hear(phase(page.runId(), name))
    }
    expect(shownRun(page.store.get())).toMatchObject({ phase: 'credit', preparing: false })
    expect(page.sent().slice(-7)).toEqual(['goTo', 'next', 'next', 'next', 'next', 'next', 'next'])
  })

  it('says the default aloud when a setting returns to it', () => {
    const page = ready()
    page.actions.setParam('learningRate', 0.01)
    page.actions.setParam('learningRate', 0.001)
    const last = page.worker().commands.findLast(command => command.type === 'setParams')
    expect(last).toMatchObject({ params: { learningRate: 0.001 } })
  })
})

describe('a lost worker', () => {
  it('is replaced from the last checkpoint and plays on; the curves stay', () => {
    const page = ready()
    const id = page.runId()
    page.actions.play()
    page.hear(iterated(id, 1), { type: 'checkpoint', runId: id, checkpoint: checkpoint(1) })
    page.hear(iterated(id, 2))
    page.worker().lost('out of memory')
    page.frame()
    expect(page.workers).toHaveLength(2)
    expect(page.workers[0]?.stopped).toBe(true)
    expect(page.worker().commands[0]).toMatchObject({ type: 'open', runId: id, checkpoint: { iteration: 1 } })
    expect(shownRun(page.store.get()).series).toHaveLength(2)
    page.hear(opened(id, 1))
    expect(page.sent()).toEqual(['open', 'play'])
    expect(page.store.get().notices.at(-1)?.text).toContain('out of memory')
  })

  it('is not started again for ever', () => {
    const page = ready()
    for (let i = 0; i < 5; i++) {
      page.worker().lost('broken')
      page.frame()
    }
    expect(page.workers).toHaveLength(3)
    expect(shownRun(page.store.get())).toMatchObject({ status: 'failed', failure: { kind: 'fatal' } })
    page.actions.recover()
    expect(page.workers).toHaveLength(4)
  })

  it('is replaced once, and goes on playing, whatever else it had to say', () => {
    const page = ready()
    page.actions.play()
    page.hear(iterated(page.runId(), 1))
    const failed = { type: 'failed', runId: page.runId(), where: 'engine', message: 'no', cure: '' } as const
    page.hear({ ...failed, kind: 'fatal' }, { ...failed, kind: 'usage' }, { ...failed, kind: 'fatal' })
    expect(page.workers).toHaveLength(2)
    expect(shownRun(page.store.get()).losses).toBe(1)
    page.hear(opened(page.runId()))
    expect(shownRun(page.store.get()).status).toBe('playing')
  })

  it('is not heard any more', () => {
    const page = ready()
    const [first] = page.workers
    page.worker().lost('broken')
    page.frame()
    first?.heard(iterated(page.runId(), 9))
    page.frame()
    expect(shownRun(page.store.get()).series).toHaveLength(0)
  })
})

describe('a worker that does not answer', () => {
  it('is left alone: the person is asked, waits, and is asked again later', () => {
    const page = ready()
    page.worker().silent(24)
    expect(shownRun(page.store.get()).silence).toEqual({ seconds: 24, patience: 20 })
    page.actions.wait()
    expect(shownRun(page.store.get()).silence).toEqual({ seconds: 24, patience: 48 })
    expect(page.workers).toHaveLength(1)
    page.worker().silent(0)
    expect(shownRun(page.store.get()).silence).toBeUndefined()
  })

  it('is started again from the last checkpoint when the person says so', () => {
    const page = ready()
    page.actions.play()
    page.hear(iterated(page.runId(), 1), { type: 'checkpoint', runId: page.runId(), checkpoint: checkpoint(1) })
    page.worker().silent(24)
    page.actions.restart()
    expect(page.workers.map(({ stopped }) => stopped)).toEqual([true, false])
    expect(page.worker().commands[0]).toMatchObject({ type: 'open', checkpoint: { iteration: 1 } })
    page.hear(opened(page.runId(), 1))
    expect(shownRun(page.store.get())).toMatchObject({ status: 'playing', silence: undefined })
  })
})

describe('a program that came along', () => {
  const own = 'export const advantage = ({ rewards }) => rewards'
  const foreign = { ...blankRecipe, method: 'own', own }
  const opens = (page: ReturnType<typeof scene>) =>
    page.workers.flatMap(({ commands }) => commands).filter(({ type }) => type === 'open')
  const status = (page: ReturnType<typeof scene>) => shownRun(page.store.get()).status

  it('is told to no worker before a person has said yes, whatever they do', () => {
    const page = ready()
    const before = opens(page).length
    page.actions.openAt(foreign, 'grpo-basics', { ...nothingSelected, iteration: 7 })
    expect([status(page), page.sent().at(-1), opens(page).length]).toEqual(['held', 'close', before])
    const { play, toggle, nextPhase, nextIteration, goOn, recover, reset, newSeed, setParam, chooseBackend } =
      page.actions
    const { goTo, startAnyway, runTo } = page.actions
    for (const tried of [play, toggle, nextPhase, nextIteration, goOn, recover, reset, newSeed]) tried()
    setParam('groupSize', 4)
    chooseBackend('cpu', 'plain')
    goTo(0)
    runTo(3)
    startAnyway()
    page.client.restart('a test')
    page.hear({ ...failed(page.runId()), kind: 'fatal' })
    expect([status(page), opens(page).length]).toEqual(['held', before])
  })

  it('runs once it is said, as far as the address asked, and is asked about no more', () => {
    const page = ready()
    page.actions.openAt(foreign, 'grpo-basics', { ...nothingSelected, iteration: 7 })
    page.actions.allowProgram(own)
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'open', recipe: foreign })
    page.hear(opened(page.runId()))
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'play', until: 7 })
    page.actions.openRecipe({ ...foreign, seed: '2' }, 'grpo-basics')
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'open', recipe: { seed: '2', own } })
    page.actions.openRecipe({ ...foreign, own: `${own} ` }, 'grpo-basics')
    expect(status(page)).toBe('held')
  })

  it('on the bench is the same program: a yes there is a yes for the run, and an address takes none back', () => {
    const page = ready()
    const waiting = { ...usualBench, rows: [...usualBench.rows, 'own'], own: { source: own, isTrusted: false } }
    page.actions.chooseBench(waiting)
    page.actions.openRecipe(foreign, 'grpo-basics')
    page.actions.chooseBench({ ...waiting, own: { source: own, isTrusted: true } })
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'open', recipe: foreign })
    page.actions.chooseBench(waiting)
    expect(page.store.get().bench.own).toEqual({ source: own, isTrusted: true })
    page.actions.chooseBench({ ...waiting, own: { source: `${own};`, isTrusted: true } })
    expect(page.store.get().allowed).toEqual(new Set([own]))
  })

  it('may be left: the setup trains its preset’s method, and no program stands anywhere', () => {
    const page = ready()
    page.actions.chooseBench({
      ...usualBench,
      rows: [...usualBench.rows, 'own'],
      own: { source: own, isTrusted: false },
    })
    page.actions.openRecipe(foreign, 'grpo-basics')
    page.actions.leaveProgram()
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'open', recipe: blankRecipe })
    expect(page.store.get()).toMatchObject({ bench: usualBench, allowed: new Set() })
  })

  it('of a kept run waits as well, with its curves to be looked at', () => {
    const page = ready()
    page.actions.keepRuns([
      { ...freshRun('run-kept', foreign), status: 'closed', series: [{ reward: 1 }], iteration: 1 },
    ])
    page.actions.showRun('run-kept')
    expect(shownRun(page.store.get())).toMatchObject({ status: 'held', series: [{ reward: 1 }] })
    page.actions.allowProgram(own)
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'open', runId: 'run-kept' })
  })

  it('in a heavy setup is asked about first, and then about what it costs', () => {
    const page = ready()
    const before = opens(page).length
    const heavy = { ...foreign, policy: 'gpt-6x256', base: 'random', params: { groupSize: 64, problems: 128 } }
    page.actions.openRecipe(heavy, 'grpo-basics')
    page.actions.startAnyway()
    expect([status(page), opens(page).length]).toEqual(['held', before])
    page.actions.allowProgram(own)
    expect([status(page), opens(page).length]).toEqual(['held', before])
    page.actions.startAnyway()
    expect(opens(page)).toHaveLength(before + 1)
  })
})

describe('a program that a person has written here', () => {
  const own = 'export const advantage = ({ rewards }) => rewards'

  it('is trained with at once', () => {
    const page = ready()
    page.actions.trainWith(own)
    const id = page.runId()
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'open', recipe: { method: 'own', own } })
    page.hear(opened(id))
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'play', runId: id })
  })

  it('is shown on the bench to be mended, beside groups of the preset’s method where it never came to any', () => {
    const page = ready()
    page.actions.trainWith(own)
    page.hear({ ...failed(page.runId()), kind: 'program' })
    page.actions.showProgram()
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'open', recipe: blankRecipe })
    expect(page.store.get()).toMatchObject({ tab: 'bench', bench: { own: { source: own, isTrusted: true } } })
    expect(page.store.get().bench.rows).toContain('own')
  })

  it('stops where it fails, is mended, and goes on from there beside the run that failed', () => {
    const page = ready()
    page.actions.trainWith(own)
    const id = page.runId()
    page.hear(opened(id), iterated(id, 1), iterated(id, 2), {
      type: 'checkpoint',
      runId: id,
      checkpoint: checkpoint(2),
    })
    page.hear({ ...failed(id), kind: 'program', checkpoint: checkpoint(2) })
    expect(shownRun(page.store.get())).toMatchObject({ status: 'failed', failure: { kind: 'program' }, iteration: 2 })
    page.actions.goOnWith(`${own} // mended`)
    expect(page.worker().commands.at(-1)).toMatchObject({
      type: 'open',
      recipe: { own: `${own} // mended` },
      checkpoint: { iteration: 2 },
    })
    const run = shownRun(page.store.get())
    expect(run).toMatchObject({ status: 'loading', iteration: 2, origin: { recipe: { own }, iteration: 2 } })
    expect(run.series).toHaveLength(2)
    expect(page.store.get().runs.get(id)).toMatchObject({ status: 'closed', series: [{}, {}] })
    expect(runName(run)).toBe('program rewritten from 2')
  })
})

describe('a heavy setup', () => {
  const heavy = { ...blankRecipe, policy: 'gpt-6x256', base: 'random', params: { groupSize: 64, problems: 128 } }

  it('is not computed before the person has said so', () => {
    const page = ready()
    page.actions.openRecipe(heavy, 'grpo-basics')
    expect(page.sent().at(-1)).toBe('close')
    expect(shownRun(page.store.get())).toMatchObject({ status: 'held', cost: { seconds: expect.any(Number) } })
    page.actions.play()
    expect(page.sent().at(-1)).toBe('close')
    page.actions.startAnyway()
    expect(page.worker().commands.at(-1)).toMatchObject({ type: 'open', recipe: heavy })
    expect(shownRun(page.store.get())).toMatchObject({ status: 'loading', cost: undefined })
  })

  it('is opened at once when it is made light', () => {
    const page = ready()
    page.actions.openRecipe(heavy, 'grpo-basics')
    page.actions.edit({ ...heavy, params: { groupSize: 2, problems: 1 } })
    expect(page.sent().at(-1)).toBe('open')
  })
})

describe('a page out of sight', () => {
  it('pauses, saves, and goes on by itself only if it was playing', () => {
    const page = ready()
    const id = page.runId()
    page.actions.play()
    page.hear(iterated(id, 1))
    page.client.hide(true)
    page.hear({ type: 'paused', runId: id, iteration: 1 })
    expect(page.sent().slice(-4)).toEqual(['play', 'checkpoint', 'pause', 'checkpoint'])
    page.client.hide(false)
    expect(page.sent().at(-1)).toBe('play')
    expect(shownRun(page.store.get()).status).toBe('playing')

    page.actions.pause()
    const before = page.sent().length
    page.client.hide(true)
    page.client.hide(false)
    expect(page.sent()).toHaveLength(before)
  })
})

describe('a budget that is used up', () => {
  it('is doubled when the person wants to go on', () => {
    const page = ready()
    page.hear({ type: 'finished', runId: page.runId(), iteration: 200 })
    page.actions.toggle()
    expect(page.sent().at(-1)).not.toBe('play')
    page.actions.goOn()
    expect(page.sent().slice(-2)).toEqual(['setParams', 'play'])
    expect(shownRun(page.store.get()).recipe.params.iterations).toBe(2 * trainingSpecs.iterations.default)
  })
})
