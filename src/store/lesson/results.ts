/** Trainings of lessons that have ended outlive the page: one record each in this browser, of this build of the trainer. */
import { openDB } from 'idb'
import { within } from '../../core/within.ts'
import type { Trial } from '../experiment.ts'
import type { Runner } from '../experiment-runner.ts'

/** IndexedDB in a browser, a map in tests. */
export interface Results {
  readonly all: () => Promise<readonly Trial[]>
  readonly keep: (trial: Trial) => Promise<void>
}

/** Some 60 kB each. */
const mostKept = 400

const store = 'trials'

/** `build`: which trainer made them. Another build's may have other bits, so they are let go. */
export function browserResults(build: string): Results {
  const open = () =>
    openDB('advantage-playground-lessons', 1, {
      upgrade: db => void db.createObjectStore(store, { autoIncrement: true }),
    })
  let opened: ReturnType<typeof open> | undefined
  const database = () => {
    opened ??= open()
    return opened
  }
  return {
    async all() {
      const records: readonly unknown[] = await within(5_000, (await database()).getAll(store), () => [])
      return records.flatMap(record => (isRecord(record) && record.build === build ? [record.trial] : []))
    },
    async keep(trial) {
      const tx = (await database()).transaction(store, 'readwrite')
      const records: readonly unknown[] = await tx.store.getAll()
      const keys = await tx.store.getAllKeys()
      const old = keys.filter((_, i) => !isOf(records[i], build))
      const tooMany = keys
        .filter(key => !old.includes(key))
        .slice(0, Math.max(0, keys.length - old.length - mostKept + 1))
      for (const key of [...old, ...tooMany]) await tx.store.delete(key)
      await tx.store.put({ build, trial })
      await tx.done
    },
  }
}

interface Kept {
  readonly build: string
  readonly trial: Trial
}

const isRecord = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && 'build' in value && 'trial' in value && isEnded(value.trial)
const isOf = (value: unknown, build: string): boolean => isRecord(value) && value.build === build

/** Nobody else writes there; a record of another shape is passed over. */
const isEnded = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'status' in value &&
  value.status === 'ended' &&
  'job' in value &&
  'metrics' in value &&
  Array.isArray(value.metrics)

/** The runner, knowing what was kept, and keeping what ends. A browser that refuses is no obstacle: it is run again. */
export function remembering(runner: Runner, results: Results): Runner {
  const kept = new Set<string>()
  const keep = async ({ trials }: ReturnType<Runner['api']['getState']>) => {
    for (const [id, trial] of trials) {
      if (trial.status !== 'ended' || trial.failure !== undefined || kept.has(id)) continue
      kept.add(id)
      await results.keep(trial).catch(() => {})
    }
  }
  results.all().then(
    trials => {
      for (const { job } of trials) kept.add(job.id)
      runner.remember(trials)
    },
    () => {},
  )
  runner.api.subscribe(state => void keep(state))
  return runner
}
