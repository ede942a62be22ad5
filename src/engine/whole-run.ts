/** A run from its start to its end, as the command line and experiments take it. */
import type { ArmRun } from '../core/claim.ts'
import type { Metrics } from '../core/metrics.ts'
import { ProgramFailed } from './opening/own.ts'
import { Diverged } from './phases/diverged.ts'
import type { Frame, Run } from './run.ts'
import { train } from './trainer.ts'

interface Following {
  /** The last iteration; absent: the run's budget decides. */
  readonly until?: number
  /** Iterations that are looked at. */
  readonly watched?: (iteration: number) => boolean
}

/**
 * `told` hears every iteration as it ends, the starting policy as iteration 0; it may take its time. A run that diverges,
 * or whose own program fails, ends with its reason.
 */
export async function wholeRun(
  run: Run,
  told: (iteration: number, metrics: Metrics, frame: Frame) => void | Promise<void> = () => {},
  { until = Number.POSITIVE_INFINITY, watched = () => false }: Following = {},
): Promise<Omit<ArmRun, 'arm' | 'seed'>> {
  const metrics: Metrics[] = []
  let start: Metrics = {}
  run.watched = watched(run.iteration + 1)
  try {
    for await (const frame of train(run)) {
      if (frame.phase !== 'probe') continue
      const { iteration, metrics: measured } = frame
      if (iteration === 0) start = measured
      else metrics.push(measured)
      await told(iteration, measured, frame)
      if (iteration >= until) break
      run.watched = watched(run.iteration + 1)
    }
  } catch (error) {
    if (!(error instanceof Diverged || error instanceof ProgramFailed)) throw error
    return { start, metrics, failure: error.message }
  }
  return { start, metrics }
}
