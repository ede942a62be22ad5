/**
 * Trainings beside the playground's, in a pool of workers, as a pure function: (what is known, what happened) -> (what is
 * known then, what to do). It knows neither worker nor page; experiment-runner.ts does what it says.
 *
 *   waiting -> running -> ended            a trial that was cancelled waits again when it is wanted again
 */
import { unreachable } from '../core/fail.ts'
import type { Metrics } from '../core/metrics.ts'
import type { Snapshot } from '../core/snapshot.ts'
import type { Checkpoint } from '../protocol/commands.ts'
import type { ExperimentEvent, Job } from '../protocol/experiment.ts'

/** One training, as far as it is known. */
export interface Trial {
  readonly job: Job
  readonly status: 'waiting' | 'running' | 'ended' | 'cancelled'
  /** Of the starting policy. */
  readonly start: Metrics
  /** Of iteration i+1 at index i. */
  readonly metrics: readonly Metrics[]
  /** Since the job began, at the end of each. */
  readonly milliseconds: readonly number[]
  readonly kept: readonly { readonly snapshot: Snapshot; readonly checkpoint: Checkpoint }[]
  /** Why it stopped before its end. */
  readonly failure: string | undefined
}

export interface Pool {
  /** By the job's id; finished ones stay when they are no longer wanted, so that they need not be run again. */
  readonly trials: ReadonlyMap<string, Trial>
  /** Ids, in the order in which they are to be run. */
  readonly wanted: readonly string[]
  /** What each worker is at. */
  readonly workers: readonly (string | undefined)[]
}

export type PoolHappening =
  /** Exactly these are to be run; what others are at is ended. */
  | { readonly type: 'wanted'; readonly jobs: readonly Job[] }
  /** Ended earlier, by another page: what is not known yet need not be run. */
  | { readonly type: 'remembered'; readonly trials: readonly Trial[] }
  /** Everything is ended at once; what has arrived stays. */
  | { readonly type: 'cancelled' }
  | { readonly type: 'heard'; readonly worker: number; readonly event: ExperimentEvent }
  | { readonly type: 'lost'; readonly worker: number; readonly why: string }

export type PoolEffect =
  | { readonly do: 'start'; readonly worker: number; readonly job: Job }
  /** The worker is ended, in the middle of whatever it does. */
  | { readonly do: 'end'; readonly worker: number }

type Outcome = readonly [Pool, readonly PoolEffect[]]

/** Trials that are remembered though nobody wants them any more. */
const mostIdle = 60

export const emptyPool = (workers: number): Pool => ({
  trials: new Map(),
  wanted: [],
  workers: Array.from({ length: workers }, () => undefined),
})

export function experiment(pool: Pool, happened: PoolHappening): Outcome {
  switch (happened.type) {
    case 'wanted':
      return want(pool, happened.jobs)
    case 'remembered':
      return [{ ...pool, trials: new Map([...happened.trials.map(known), ...pool.trials]) }, []]
    case 'cancelled':
      return cancel(pool)
    case 'heard':
      return heard(pool, happened.worker, happened.event)
    case 'lost':
      return heard(pool, happened.worker, {
        job: pool.workers[happened.worker] ?? '',
        type: 'ended',
        failure: `The worker was lost: ${happened.why}.`,
      })
    default:
      return unreachable(happened, 'store.experiment')
  }
}

const known = (trial: Trial) => [trial.job.id, trial] as const

const fresh = (job: Job): Trial => ({
  job,
  status: 'waiting',
  start: {},
  metrics: [],
  milliseconds: [],
  kept: [],
  failure: undefined,
})

function want(pool: Pool, jobs: readonly Job[]): Outcome {
  const wanted = jobs.map(({ id }) => id)
  const trials = new Map(pool.trials)
  for (const job of jobs) {
    const known = trials.get(job.id)
    if (!known || known.status === 'cancelled') trials.set(job.id, fresh(job))
  }
  const effects: PoolEffect[] = []
  const workers = pool.workers.map((id, worker) => {
    if (id === undefined || wanted.includes(id)) return id
    effects.push({ do: 'end', worker })
    trials.delete(id)
    return undefined
  })
  return assign({ trials: forgetIdle(trials, wanted), wanted, workers }, effects)
}

/** What was ended in the middle, and what nobody wants any more beyond the newest. */
function forgetIdle(trials: Map<string, Trial>, wanted: readonly string[]): ReadonlyMap<string, Trial> {
  const idle = [...trials.keys()].filter(id => !wanted.includes(id))
  const finished = idle.filter(id => trials.get(id)?.status === 'ended')
  const staying = new Set(finished.slice(-mostIdle))
  for (const id of idle) if (!staying.has(id)) trials.delete(id)
  return trials
}

function cancel(pool: Pool): Outcome {
  const trials = new Map(pool.trials)
  for (const [id, trial] of trials) {
    if (trial.status === 'waiting' || trial.status === 'running') trials.set(id, { ...trial, status: 'cancelled' })
  }
  const effects = pool.workers.flatMap((id, worker): PoolEffect[] => (id === undefined ? [] : [{ do: 'end', worker }]))
  return [{ ...pool, trials, workers: pool.workers.map(() => undefined) }, effects]
}

/** Late words of a worker that is at something else by now count for nothing. */
function heard(pool: Pool, worker: number, event: ExperimentEvent): Outcome {
  const trial = pool.trials.get(event.job)
  if (!trial || pool.workers[worker] !== event.job) return [pool, []]
  const trials = new Map(pool.trials).set(event.job, follow(trial, event))
  if (event.type !== 'ended') return [{ ...pool, trials }, []]
  return assign({ ...pool, trials, workers: pool.workers.with(worker, undefined) }, [])
}

function follow(trial: Trial, event: ExperimentEvent): Trial {
  switch (event.type) {
    case 'measured': {
      const [start, rest] = event.iteration === 0 ? [event.metrics[0] ?? {}, 1] : [trial.start, 0]
      return {
        ...trial,
        start,
        metrics: [...trial.metrics, ...event.metrics.slice(rest)],
        milliseconds: [...trial.milliseconds, ...event.milliseconds.slice(rest)],
      }
    }
    case 'kept':
      return { ...trial, kept: [...trial.kept, { snapshot: event.snapshot, checkpoint: event.checkpoint }] }
    case 'ended':
      return { ...trial, status: 'ended', failure: event.failure }
    default:
      return unreachable(event, 'store.experiment.follow')
  }
}

/** Idle workers take what waits, in order. */
function assign(pool: Pool, before: readonly PoolEffect[]): Outcome {
  const trials = new Map(pool.trials)
  const waiting = pool.wanted.filter(id => trials.get(id)?.status === 'waiting')
  const effects = [...before]
  const workers = pool.workers.map((at, worker) => {
    if (at !== undefined) return at
    const id = waiting.shift()
    const trial = id === undefined ? undefined : trials.get(id)
    if (!trial) return undefined
    trials.set(trial.job.id, { ...trial, status: 'running' })
    effects.push({ do: 'start', worker, job: trial.job })
    return trial.job.id
  })
  return [{ ...pool, trials, workers }, effects]
}

/** Whether anything is still to come. */
export const isBusy = ({ workers }: Pool): boolean => workers.some(id => id !== undefined)
