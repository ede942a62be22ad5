/** Owns the workers of experiments: started when there is work, ended when it is cancelled. What they tell lands once per frame. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { clamp } from '../core/math.ts'
import type { ExperimentEvent, Job } from '../protocol/experiment.ts'
import { emptyPool, experiment, type Pool, type PoolHappening, type Trial } from './experiment.ts'

/** The far end of one worker. */
export interface Hand {
  readonly start: (job: Job) => void
  readonly end: () => void
}
export type SpawnHand = (heard: (event: ExperimentEvent) => void, lost: (why: string) => void) => Hand

/** This script names the worker's, whose name ends with a hash of all it has; so its own name tells builds apart. */
export const trainerBuild = (): string => new URL(import.meta.url).pathname

const spawnHand: SpawnHand = (heard, lost) => {
  const worker = new Worker(new URL('../engine/experiment-worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<ExperimentEvent>) => heard(data)
  worker.onerror = ({ message }) => lost(message || 'it could not be loaded')
  return { start: job => worker.postMessage(job), end: () => worker.terminate() }
}

/** One core for the page, one for the playground's own run; more than three workers crowd the memory. */
export const handsFor = (cores: number): number => clamp(cores - 2, 1, 3)

export interface Runner {
  readonly api: Pick<StoreApi<Pool>, 'getState' | 'getInitialState' | 'subscribe'>
  /** Exactly these are run, in this order; finished ones are not run again. */
  readonly want: (jobs: readonly Job[]) => void
  readonly cancel: () => void
  /** Trials that ended earlier. */
  readonly remember: (trials: readonly Trial[]) => void
}

export function createRunner(hands: number, spawn: SpawnHand = spawnHand): Runner {
  const api = createStore<Pool>(() => emptyPool(hands))
  const known: (Hand | undefined)[] = []
  const tell = (happened: PoolHappening) => {
    const [next, effects] = experiment(api.getState(), happened)
    for (const effect of effects) {
      const { worker } = effect
      if (effect.do === 'start') {
        known[worker] ??= hire(worker)
        known[worker].start(effect.job)
      } else {
        known[worker]?.end()
        known[worker] = undefined
      }
    }
    if (next !== api.getState()) api.setState(next, true)
  }
  const hire = (worker: number): Hand => {
    const isMine = () => known[worker] === mine
    const mine = spawn(
      event => isMine() && tell({ type: 'heard', worker, event }),
      why => {
        if (!isMine()) return
        known[worker] = undefined
        tell({ type: 'lost', worker, why })
      },
    )
    return mine
  }
  return {
    api,
    want: jobs => tell({ type: 'wanted', jobs }),
    cancel: () => tell({ type: 'cancelled' }),
    remember: trials => tell({ type: 'remembered', trials }),
  }
}
