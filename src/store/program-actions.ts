/** What a person can do with a program in a run: train with it, go on with it mended, let one that came along run, or leave it. */
import { isHeavy } from '../core/cost.ts'
import { presets } from '../core/presets.ts'
import { ownId } from '../core/recipe-own.ts'
import { benchOf } from './bench-address.ts'
import type { Client } from './client.ts'
import { writeAllowed } from './consent.ts'
import { paramsOf, withMethod, withProgram } from './recipe-edits.ts'
import type { Opening } from './run-actions.ts'
import { shownRun } from './select/run.ts'
import type { Store } from './store.ts'

type Open = (recipe: ReturnType<typeof withProgram>, preset: string, how?: Opening) => void

export function createProgramActions({ get, dispatch }: Store, client: Client, open: Open) {
  const run = () => shownRun(get())

  function allow(program: string): void {
    dispatch({ type: 'allowed', program })
    writeAllowed(get().allowed)
  }

  /** The setup with this program in place of its method, from the start, at once. */
  function trainWith(program: string): void {
    const { recipe, preset, log } = run()
    if (log) return
    allow(program)
    open(withProgram(recipe, program), preset, { plays: true })
  }

  /** From the newest state of the run, with another program; the run itself is kept as it is. */
  function goOnWith(program: string): void {
    const { recipe, preset, checkpoint, series, snapshots, changes, baseline, log } = run()
    if (log || !checkpoint) return
    allow(program)
    const { iteration } = checkpoint
    const from = {
      checkpoint,
      series: series.slice(0, iteration),
      snapshots: snapshots.filter(snapshot => snapshot.iteration <= iteration),
      changes: changes.filter(change => change.iteration < iteration),
      baseline,
      name: undefined,
      origin: { recipe, iteration },
    }
    open(withProgram(recipe, program), preset, { from, plays: true })
  }

  /** Read, and agreed to: a run that waited for it goes on, as far as the address asked. */
  function allowProgram(program: string): void {
    allow(program)
    const { recipe, status, cost, iteration } = run()
    if (recipe.own !== program || status !== 'held' || (cost && isHeavy(cost))) return
    const { iteration: asked = 0 } = get().selection
    const until = asked > iteration && asked <= Number(paramsOf(recipe).iterations) ? asked : undefined
    dispatch({ type: 'released', runId: run().id })
    client.open(until !== undefined, until)
  }

  /** The setup goes on with its preset's method, and the program is gone from the bench too. */
  function leaveProgram(): void {
    const { recipe, preset } = run()
    const { rows, base, own } = get().bench
    if (own?.source === recipe.own) {
      const others = rows.filter(key => key !== ownId)
      dispatch({ type: 'benchChosen', bench: benchOf(others, base) })
    }
    open(withMethod(recipe, methodOfPreset(preset)), preset)
  }

  /** The run's program on the bench, to be read and changed; where it has no group to show, those of its preset's method. */
  function showProgram(): void {
    const { recipe, preset, snapshots } = run()
    const { own: source } = recipe
    if (source === undefined) return
    if (!snapshots.some(({ batch }) => batch.rollouts > 0)) open(withMethod(recipe, methodOfPreset(preset)), preset)
    const { bench, allowed } = get()
    const own = { source, isTrusted: allowed.has(source) }
    dispatch({ type: 'benchChosen', bench: { ...benchOf([...bench.rows, ownId], bench.base), own } })
    dispatch({ type: 'tabChosen', tab: 'bench' })
  }

  return { allowProgram, trainWith, goOnWith, leaveProgram, showProgram }
}

/** What a setup trains where a program is left. */
export const methodOfPreset = (preset: string): string =>
  (presets.find(({ id }) => id === preset) ?? presets[0]).recipe.method
