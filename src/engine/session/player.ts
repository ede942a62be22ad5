/** Drives a run forwards by phases and backwards to any iteration: the generator, its kept checkpoints, its settings. */
import { fail } from '../../core/fail.ts'
import type { ParamValues } from '../../core/params.ts'
import { phasesOf } from '../../core/slots.ts'
import { lookPhase, type Phase, phases } from '../../core/snapshot.ts'
import type { Checkpoint } from '../../protocol/commands.ts'
import { type Frame, paramsOf, type Run } from '../run.ts'
import { enterState, stateOf } from '../state.ts'
import { train } from '../trainer.ts'
import { bytesOf, createRing } from './ring.ts'

export interface Player {
  readonly run: Run
  /** The phase that ran last in the iteration under way; undefined between iterations. */
  readonly frame: () => Frame | undefined
  /** Runs the next phase; undefined when the budget is used up. */
  readonly advance: () => Promise<Frame | undefined>
  /** Counts from the next phase on. */
  readonly setParams: (params: ParamValues) => void
  /** To the state after `iteration` finished iterations, by replay where it is not kept. */
  readonly goTo: (iteration: number, onProgress?: (share: number) => void) => Promise<void>
  /** Back to the newest state that is known to be good, after something went wrong. */
  readonly retreat: () => Promise<void>
  /**
   * Runs `look` on the frame of an iteration whose credit is known and whose update has not begun, with the policy and the
   * memory of that moment; the run itself afterwards goes on as if nothing had been. Any iteration up to the one after
   * the last finished one.
   */
  readonly visit: <T>(iteration: number, look: (frame: Frame) => Promise<T>) => Promise<T>
  /** The same at the end of a finished iteration, measured as if somebody had watched it. */
  readonly revisit: <T>(iteration: number, look: (frame: Frame) => Promise<T>) => Promise<T>
  readonly lastGood: () => Checkpoint
  /** The state at the end of the last iteration. */
  readonly checkpoint: () => Promise<Checkpoint>
  readonly kept: () => readonly number[]
  /** The state after a kept iteration; fails on any other. */
  readonly keptAt: (iteration: number) => Checkpoint
}

/** A change of settings, and after which phase of which iteration it was made; replay makes it there again. */
interface Change {
  readonly iteration: number
  readonly phase: Phase
  readonly given: ParamValues
}

const room = { bytes: 48e6, count: 96 }
/** Reading back the weights after every iteration would be slow for large policies: they are kept more rarely. */
const bytesPerIteration = 2e6

/** The run must stand at the end of an iteration, or at the start. */
export async function createPlayer(run: Run, { bytes, count } = room): Promise<Player> {
  const ring = createRing(bytes, count)
  let given: ParamValues = run.recipe.params
  let changes: Change[] = []
  let frame: Frame | undefined
  let generator = train(run)

  const capture = (): Promise<Checkpoint> => stateOf(run, { ...run.recipe, params: given })
  const first = await capture()
  ring.add(first)
  const stride = Math.max(1, Math.ceil(bytesOf(first) / bytesPerIteration))

  const lastGood = () => ring.nearest(run.iteration) ?? first

  const take = (params: ParamValues) => {
    given = params
    run.params = paramsOf(run.method, run.recipe.policy, params)
  }

  const restore = async (checkpoint: Checkpoint): Promise<void> => {
    await generator.return()
    enter(checkpoint)
  }

  /** To the state of a checkpoint, with a new generator. */
  const enter = (checkpoint: Checkpoint): void => {
    enterState(run, checkpoint)
    frame = undefined
    generator = train(run)
  }

  const position = () => ({ iteration: frame?.iteration ?? run.iteration, phase: frame?.phase ?? ('probe' as const) })

  const advance = async (): Promise<Frame | undefined> => {
    let { value } = await generator.next()
    if (!value && run.iteration < run.params.iterations) {
      // The budget was raised after it had been used up.
      generator = train(run)
      value = (await generator.next()).value
    }
    if (!value) return undefined
    frame = value.phase === 'probe' ? undefined : value
    if (value.phase === 'probe' && value.iteration % stride === 0 && value.iteration > 0) ring.add(await capture())
    return value
  }

  /** The settings that held after the phase that ran last, when it ran the first time. */
  const repeatChanges = () => {
    const here = position()
    const made = changes.findLast(change => change.iteration === here.iteration && change.phase === here.phase)
    if (made) take(made.given)
  }

  const goTo = async (iteration: number, onProgress?: (share: number) => void): Promise<void> => {
    const start = ring.nearest(iteration)
    const reached = run.iteration
    if (!start || iteration > reached || !Number.isInteger(iteration)) {
      const earliest = ring.iterations()[0] ?? 0
      fail('goTo', `an iteration from ${earliest} to ${reached}`, `${iteration}`, 'Choose one that has been run.')
    }
    const current = given
    const watched = run.watched
    await restore(start)
    take(start.recipe.params)
    run.watched = false
    repeatChanges()
    while (run.iteration < iteration) {
      if (!(await advance())) fail('goTo', 'a run that can be repeated', 'one that ended', 'Please report this defect.')
      if (run.iteration < iteration) repeatChanges()
      if (!frame) onProgress?.((run.iteration - start.iteration) / (iteration - start.iteration))
    }
    run.watched = watched
    ring.forgetAfter(iteration)
    changes = changes.filter(change => isBefore(change, iteration))
    take(current)
    changes.push({ ...position(), given })
    generator = train(run)
  }

  const goVisit = async <T>(iteration: number, end: Phase, look: (frame: Frame) => Promise<T>): Promise<T> => {
    const start = ring.nearest(iteration - 1)
    if (!start || iteration > run.iteration + 1 || !Number.isInteger(iteration)) {
      const earliest = (ring.iterations()[0] ?? 0) + 1
      fail('visit', `an iteration from ${earliest} to ${run.iteration + 1}`, `${iteration}`, 'Choose one of these.')
    }
    const { watched } = run
    const before = { state: await stateOf(run), given, frame, generator }
    try {
      enter(start)
      take(start.recipe.params)
      repeatChanges()
      return await look(await playedTo(iteration, end))
    } finally {
      await generator.return()
      ;({ frame, generator } = before)
      enterState(run, before.state)
      take(before.given)
      run.watched = watched
    }
  }

  /** Plays on to a phase of an iteration, and watches that one; nothing is kept on the way. */
  const playedTo = async (iteration: number, end: Phase): Promise<Frame> => {
    for (;;) {
      run.watched = end === 'probe' && run.iteration === iteration - 1
      const { value } = await generator.next()
      if (!value) return fail('visit', 'a run that can be repeated', 'one that ended', 'Please report this defect.')
      frame = value.phase === 'probe' ? undefined : value
      // A setting that was changed after this phase counts from the update on.
      repeatChanges()
      if (value.iteration === iteration && value.phase === end) return value
    }
  }

  const keptAt = (iteration: number): Checkpoint => {
    const found = ring.nearest(iteration)
    if (found?.iteration === iteration) return found
    const kept = ring.iterations().join(', ')
    return fail('checkpoint', `a kept iteration, one of ${kept}`, `${iteration}`, 'Choose one of these.')
  }

  return {
    run,
    frame: () => frame,
    advance,
    setParams: params => {
      take({ ...given, ...params })
      changes.push({ ...position(), given })
    },
    goTo,
    retreat: () => restore(lastGood()),
    visit: (iteration, look) => goVisit(iteration, lookPhase(phasesOf(run.method)), look),
    revisit: (iteration, look) => goVisit(iteration, 'probe', look),
    lastGood,
    checkpoint: async () => {
      const touched = frame !== undefined && phases.indexOf(frame.phase) >= phases.indexOf('update')
      return touched ? lastGood() : capture()
    },
    kept: ring.iterations,
    keptAt,
  }
}

/** Made before the end of that iteration. */
const isBefore = (change: Change, iteration: number): boolean =>
  change.iteration < iteration || (change.iteration === iteration && change.phase !== 'probe')
