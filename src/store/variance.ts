/** The page's end of the worker that measures gradients: one measurement at a time, with a worker of its own that ends with it. */
import type { Recipe } from '../core/recipe.ts'
import type { VarianceAnswer, VarianceRequest, VarianceRow } from '../protocol/variance.ts'
import { withMethod } from './recipe-edits.ts'

export interface Measuring extends VarianceRequest {
  /** One per recipe, in their order. */
  readonly rows: readonly VarianceRow[]
  readonly isRunning: boolean
}

export interface Measurer {
  readonly start: (request: VarianceRequest) => void
  readonly cancel: () => void
  /** The newest measurement, also after its end; undefined before the first. */
  readonly get: () => Measuring | undefined
  readonly subscribe: (listener: () => void) => () => void
}

export type SpawnMeasuring = (
  request: VarianceRequest,
  heard: (answer: VarianceAnswer) => void,
  lost: (why: string) => void,
) => { readonly end: () => void }

const spawnWorker: SpawnMeasuring = (request, heard, lost) => {
  const worker = new Worker(new URL('../engine/variance-worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<VarianceAnswer>) => heard(data)
  worker.onerror = ({ message }) => lost(message || 'its files could not be loaded')
  worker.postMessage(request)
  return { end: () => worker.terminate() }
}

export function createMeasurer(spawn: SpawnMeasuring = spawnWorker): Measurer {
  const listeners = new Set<() => void>()
  let now: Measuring | undefined
  let worker: ReturnType<SpawnMeasuring> | undefined
  const set = (next: Measuring) => {
    now = next
    for (const listener of listeners) listener()
  }
  const end = (row: (before: VarianceRow) => VarianceRow) => {
    worker?.end()
    worker = undefined
    if (now) set({ ...now, rows: now.rows.map(before => (isOver(before) ? before : row(before))), isRunning: false })
  }
  const heard = ({ place, row }: VarianceAnswer) => {
    if (!now?.isRunning) return
    set({ ...now, rows: now.rows.with(place, row) })
    if (now.rows.every(isOver)) end(before => before)
  }
  return {
    start: request => {
      end(before => before)
      set({ ...request, rows: request.recipes.map(() => ({ done: 0 })), isRunning: true })
      worker = spawn(request, heard, why => end(() => ({ failed: `The worker that measures has stopped: ${why}.` })))
    },
    cancel: () => end(before => before),
    get: () => now,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const isOver = (row: VarianceRow): boolean => !('done' in row)

/** What the reward is compared with, from nothing to the group's mean and spread: a run's own estimator stands beside these. */
const baselines: Readonly<Record<string, string>> = {
  reinforce: 'no baseline',
  rloo: 'mean of the siblings',
  'dr-grpo': 'mean of the group',
  grpo: 'mean of the group, divided by its spread',
}

export const baselineOf = ({ method, slots }: Recipe): string | undefined =>
  slots === undefined ? baselines[method] : undefined

/** The recipe and the same run with other estimators, on the problems of one batch. */
export function estimatorsBeside(recipe: Recipe, problems: number): readonly Recipe[] {
  const { slots: _, ...plain } = recipe
  const others = Object.keys(baselines).filter(method => recipe.slots !== undefined || method !== recipe.method)
  const all = [recipe, ...others.map(method => withMethod(plain, method))]
  return all.map(each => ({ ...each, params: { pool: problems, ...each.params } }))
}
