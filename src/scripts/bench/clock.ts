/** How often to repeat, and what to report. */
import { median } from '../../core/math.ts'

export const phases = ['rollout', 'train', 'iteration'] as const
export type Phase = (typeof phases)[number]
export type Times = Readonly<Partial<Record<Phase, number>>>

export interface Timing {
  readonly phase: Phase
  /** Median, milliseconds. */
  readonly ms: number
  /** Repetitions behind the median, warm-up not counted. */
  readonly runs: number
}

const fewest = 5
const most = 15
/** Milliseconds after which no more than the fewest repetitions are made. */
const enough = 3000
/** A warm-up beyond this is repeated only once: the ratio is then far from any doubt. */
const huge = 30_000

/** One warm-up (which compiles), then at least five repetitions; one where a single repetition takes half a minute. */
export async function repeat(work: (run: number) => Promise<Times>): Promise<Timing[]> {
  const start = performance.now()
  await work(0)
  const least = performance.now() - start > huge ? 1 : fewest
  const kept: Times[] = []
  const begin = performance.now()
  while (kept.length < least || (kept.length < most && performance.now() - begin < enough)) {
    kept.push(await work(kept.length + 1))
  }
  return phases.flatMap(phase => {
    const values = kept.flatMap(times => times[phase] ?? [])
    return values.length > 0 ? [{ phase, ms: median(values), runs: values.length }] : []
  })
}

/** Milliseconds until the promise settles. */
export async function timed<T>(run: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now()
  const value = await run()
  return { value, ms: performance.now() - start }
}
