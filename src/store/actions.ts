/** Everything that a person can do. Each changes the state, tells the worker, or both. */

import type { ParamValue, ParamValues } from '../core/params.ts'
import { presets } from '../core/presets.ts'
import type { Recipe } from '../core/recipe.ts'
import { specsOf } from '../core/recipe-check.ts'
import { ownId } from '../core/recipe-own.ts'
import { slotsOver } from '../core/recipe-slots.ts'
import type { BackendChoice, Speed } from '../protocol/commands.ts'
import { type BenchRows, benchOf } from './bench-address.ts'
import type { Client } from './client.ts'
import { mayRun } from './consent.ts'
import { type Frame, scales } from './frame.ts'
import { writePreference } from './preferences.ts'
import { createProgramActions } from './program-actions.ts'
import { lookups, paramsOf, withParams } from './recipe-edits.ts'
import type { PageAction } from './reduce.ts'
import { createRunActions } from './run-actions.ts'
import { newSeed } from './seed.ts'
import { backTo, moved, neighbourIteration, selectionIn, shownSnapshot, type Unit } from './select/look.ts'
import { shownRun } from './select/run.ts'
import { type Offer, type RunState, type RunStatus, type Selection, type State, summed } from './state.ts'
import type { Store } from './store.ts'

export type Actions = ReturnType<typeof createActions>

export function createActions(store: Store, client: Client) {
  const { get, dispatch } = store
  const run = () => shownRun(get())
  const runId = () => run().id
  const runs = createRunActions(store, client)
  const { open } = runs
  const programs = createProgramActions(store, client, open)

  /** Live settings are handed to the running worker; everything else opens the run anew, from the same seed. */
  function edit(recipe: Recipe): void {
    const { id, recipe: before, status, phase, preparing } = run()
    const params = live(before, recipe)
    if (params === undefined || anew.has(status) || run().log) {
      open(recipe, run().preset)
      return
    }
    if (Object.keys(params).length === 0) return
    dispatch({ type: 'paramsChanged', runId: id, recipe, params })
    client.send({ type: 'setParams', runId: id, params })
    const midway = phase !== undefined && phase !== 'probe'
    if (status === 'paused' && (midway || preparing)) client.replay()
  }

  function pause(): void {
    dispatch({ type: 'halted', runId: runId() })
    client.send({ type: 'pause', runId: runId() })
  }

  function play(): void {
    if (run().status !== 'paused') return
    dispatch({ type: 'played', runId: runId() }, follow)
    client.send({ type: 'play', runId: runId(), speed: get().speed })
  }

  /** Trains as far as an iteration that is still to come, and shows it; says so where that cannot be. */
  function runTo(iteration: number): void {
    const { status, id } = run()
    const obstacle = cannotReach(iteration, run())
    select({ iteration: obstacle === undefined ? iteration : undefined })
    if (obstacle !== undefined) {
      dispatch({ type: 'noticed', kind: 'warning', text: obstacle })
      return
    }
    if (status !== 'paused' && status !== 'playing') return
    dispatch({ type: 'played', runId: id, until: iteration })
    client.send({ type: 'play', runId: id, speed: 'max', until: iteration })
  }

  /** A setup from an address: run as far as the iteration that it asks for, or not at all. */
  function openAt(recipe: Recipe, preset: string, selection: Selection): void {
    const { iteration } = selection
    open(recipe, preset, { until: reachable(iteration, recipe) })
    select(selection)
    const obstacle = iteration === undefined ? undefined : cannotReach(iteration, run())
    if (obstacle === undefined) return
    select({ iteration: undefined })
    dispatch({ type: 'noticed', kind: 'warning', text: obstacle })
  }

  /** The budget is used up: twice as many iterations. */
  function goOn(): void {
    const { recipe, log } = run()
    if (log) return
    edit(withParams(recipe, { iterations: 2 * Number(paramsOf(recipe).iterations) }))
    play()
  }

  function next(unit: 'phase' | 'iteration'): void {
    const { status, log } = run()
    if (log) select({ iteration: neighbourIteration(get(), 1) })
    if (status === 'playing') pause()
    if (status !== 'playing' && status !== 'paused') return
    dispatch(follow)
    client.send({ type: 'next', runId: runId(), unit })
  }

  function goTo(iteration: number): void {
    dispatch({ type: 'halted', runId: runId() }, follow)
    client.send({ type: 'goTo', runId: runId(), iteration })
  }

  function recover(): void {
    const { log, recipe, preset, checkpoint, series, snapshots, changes, baseline, name, origin } = run()
    if (log) return
    const from = checkpoint && { checkpoint, series, snapshots, changes, baseline, name, origin }
    open(recipe, preset, { isSame: true, ...(from && { from }) })
  }

  const select = (change: Partial<Selection>) => dispatch({ type: 'selected', change })

  const frame = (change: Partial<Frame>) => dispatch({ type: 'framed', frame: { ...get().frame, ...change } })

  /** The picture that was chosen last, alone and enlarged; then everything again. An embedded page has nothing else. */
  function present(): void {
    const isOne = get().frame.show !== undefined
    if (isOne && get().frame.embed) return
    frame(isOne ? { show: undefined, scale: 1 } : { show: get().tab, scale: scales.usual })
  }

  /** A held run is computed, though it is heavy. */
  function startAnyway(): void {
    if (!mayRun(run().recipe, get())) return
    dispatch({ type: 'released', runId: runId() })
    client.open(false)
  }

  return {
    startAnyway,
    /** Another worker, where this one does not answer. */
    restart: () => client.restart('it did not answer'),
    wait: () => dispatch({ type: 'waited', runId: runId() }),
    play,
    pause,
    toggle: () => (run().status === 'playing' ? pause() : play()),
    goOn,
    nextPhase: () => next('phase'),
    nextIteration: () => next('iteration'),
    goTo,
    back: () => {
      if (run().log) return select({ iteration: neighbourIteration(get(), -1) })
      const iteration = backTo(run())
      if (iteration !== undefined) goTo(iteration)
    },
    /** The same seed and the same weights; new curves. */
    reset: () => {
      if (!run().log) open(run().recipe, run().preset)
    },
    newSeed: () => edit({ ...run().recipe, seed: newSeed() }),
    ...runs,
    ...programs,
    openRecipe: (recipe: Recipe, preset: string) => open(recipe, preset),
    runTo,
    openAt,
    /** Begins again with nothing beside it and nothing selected: for the next class. */
    startFresh: () => {
      open(run().recipe, run().preset)
      dispatch({ type: 'cleared' })
    },
    edit,
    /** A recipe of before: the run that had it, where that is kept, else another one. */
    restore: (recipe: Recipe, preset: string, id: string | undefined) => {
      if (id !== undefined) runs.showRun(id)
      if (run().log) return
      const change = live(run().recipe, recipe)
      if (change === undefined) open(recipe, preset)
      else if (Object.keys(change).length > 0) edit(recipe)
    },
    setParam: (key: string, value: ParamValue) => edit(withParams(run().recipe, { [key]: value })),
    choosePreset: (id: string) => {
      const preset = presets.find(known => known.id === id)
      if (!preset) return
      open(preset.recipe, preset.id)
      if (preset.tab) dispatch({ type: 'tabChosen', tab: preset.tab })
      if (preset.signal) dispatch({ type: 'signalChosen', signal: preset.signal })
    },
    select,
    /** Follows the newest iteration when `undefined`. */
    lookAt: (iteration: number | undefined) => select({ iteration }),
    lookAround: (by: 1 | -1) => select({ iteration: neighbourIteration(get(), by) }),
    move: (unit: Unit, by: 1 | -1) => {
      const snapshot = shownSnapshot(get())
      if (snapshot) select(moved(get().selection, snapshot.batch, unit, by))
    },
    moveGroup: (by: 1 | -1) => {
      const snapshot = shownSnapshot(get())
      if (snapshot) select({ group: Math.max(0, selectionIn(get().selection, snapshot.batch).group + by) })
    },
    /** A run that is on its way to an iteration stops, else a presented picture makes room; the newest is followed. */
    clear: () => {
      if (run().until !== undefined) pause()
      else if (get().frame.show !== undefined) present()
      select({ iteration: undefined })
    },
    frame,
    present,
    chooseTab: (tab: string) => dispatch({ type: 'tabChosen', tab }),
    chooseSignal: (signal: string) => {
      writePreference('signal', signal)
      dispatch({ type: 'signalChosen', signal })
    },
    /** To run a program that waited is to say yes to it, wherever else it waits. */
    chooseBench: (bench: BenchRows) => {
      const { own: before } = get().bench
      const { own } = bench
      dispatch({ type: 'benchChosen', bench })
      if (own?.isTrusted && before?.source === own.source && !before.isTrusted) programs.allowProgram(own.source)
    },
    /** Shows these rows beside each other on the group that is selected; a program of one's own stays, unless the run's is meant. */
    putOnBench: (rows: readonly string[], base: string) => {
      const source = run().recipe.own
      const ofRun = source !== undefined && rows.includes(ownId) && { source, isTrusted: get().allowed.has(source) }
      const own = ofRun || get().bench.own
      const bench = { ...benchOf(rows, base), ...(own && { own }) }
      dispatch({ type: 'benchChosen', bench }, { type: 'tabChosen', tab: 'bench' })
    },
    chooseSpeed: (speed: Speed) => {
      writePreference('speed', speed)
      dispatch({ type: 'speedChosen', speed })
      if (run().status === 'playing') client.send({ type: 'play', runId: runId(), speed })
    },
    /** Another backend computes the same run: it continues from the last checkpoint that reached the page. */
    chooseBackend: (backend: BackendChoice, path: State['path']) => {
      writePreference('backend', backend)
      dispatch({ type: 'backendChosen', backend, path })
      recover()
    },
    chooseTheme: (theme: State['theme']) => {
      writePreference('theme', theme)
      dispatch({ type: 'themeChosen', theme })
    },
    branch: (problem: number, prefix: readonly number[], times: number) => {
      client.send({ type: 'branch', runId: runId(), problem, prefix, times })
    },
    /** Asks for the update of an iteration in slow motion, with the account of one group. */
    slowDown: (iteration: number, group: number) => client.send({ type: 'motion', runId: runId(), iteration, group }),
    /** Asks for an iteration that was not kept. */
    computeAgain: (iteration: number) => client.send({ type: 'again', runId: runId(), iteration }),
    notify: (kind: 'info' | 'warning' | 'error', text: string, offer?: Offer) =>
      dispatch({ type: 'noticed', kind, text, ...(offer && { offer }) }),
    /** What had to be changed in a link, as one notice; nothing where nothing had to. */
    notifyChanges: (changes: readonly string[]) => {
      if (changes.length === 0) return
      dispatch({ type: 'noticed', kind: 'warning', ...summed('things in this link were changed', changes) })
    },
    dismissNotice: (id: number) => dispatch({ type: 'noticeDismissed', id }),
    dismissCard: (card: string) => dispatch({ type: 'cardDismissed', card }),
    dismissFailure: () => dispatch({ type: 'failureDismissed', runId: runId() }),
    /** After a failure: the last good checkpoint, or the beginning. */
    recover,
  }
}

/** The iteration, where a run of this recipe has one that is still to come. */
const reachable = (iteration: number | undefined, recipe: Recipe): number | undefined =>
  iteration !== undefined && iteration > 0 && iteration <= Number(paramsOf(recipe).iterations) ? iteration : undefined

/** Why a run cannot be led to an iteration; undefined where it can. */
function cannotReach(iteration: number, { recipe, status, cost, iteration: here }: RunState): string | undefined {
  const budget = Number(paramsOf(recipe).iterations)
  if (iteration > budget) return `The address asks for iteration ${iteration}, but this setup ends at ${budget}.`
  if (status === 'held' && cost && iteration > here) {
    return `The address asks for iteration ${iteration}; nothing is computed yet, because this setup is heavy.`
  }
  return undefined
}

/** States in which no worker has the run: it is opened, whatever was changed. */
const anew: ReadonlySet<RunStatus> = new Set(['held', 'loading', 'failed'])

/** Whoever moves the run wants to see where it is. */
const follow: PageAction = { type: 'selected', change: { iteration: undefined } }

/** The parameters that changed, if the run can take them as it goes; `undefined` when it must be opened anew. */
export function live(before: Recipe, after: Recipe): ParamValues | undefined {
  const { params: _, slots, ...ids } = before
  const structural = Object.entries(ids).some(([key, value]) => after[key as keyof typeof ids] !== value)
  if (structural || Object.keys(slotsOver(after.slots, slots, after.method)).length > 0) return undefined
  const specs = specsOf(after, lookups)
  const was = paramsOf(before)
  const changed = Object.entries(paramsOf(after)).filter(([key, value]) => was[key] !== value)
  return changed.some(([key]) => specs[key]?.reopens) ? undefined : Object.fromEntries(changed)
}
