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
/** Milliseconds of one measurement, warm-up included: beyond the first no more than the fewest, beyond the second none. */
const enough = 3000
const tooLong = 90_000

/** One warm-up (which compiles), then five repetitions or more; fewer, but one at least, where they are slow. */
export async function repeat(work: (run: number) => Promise<Times>): Promise<Timing[]> {
  const start = performance.now()
  const kept: Times[] = []
  const worthAnother = () => {
    const elapsed = performance.now() - start
    return kept.length < 1 || (elapsed < tooLong && kept.length < (elapsed < enough ? most : fewest))
  }
  await work(0)
  while (worthAnother()) kept.push(await work(kept.length + 1))
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
