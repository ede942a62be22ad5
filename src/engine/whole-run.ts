/** A run from its start to its end, as the command line and experiments take it. */
import type { ArmRun } from '../core/claim.ts'
import type { Metrics } from '../core/metrics.ts'
import { Diverged } from './phases/diverged.ts'
import type { Run } from './run.ts'
import { train } from './trainer.ts'

/** `told` hears every iteration as it ends, the starting policy as iteration 0. A run that diverges ends with its reason. */
export async function wholeRun(
  run: Run,
  told: (iteration: number, metrics: Metrics) => void = () => {},
): Promise<Omit<ArmRun, 'arm' | 'seed'>> {
  const metrics: Metrics[] = []
  let start: Metrics = {}
  try {
    for await (const { phase, iteration, metrics: measured } of train(run)) {
      if (phase !== 'probe') continue
      if (iteration === 0) start = measured
      else metrics.push(measured)
      told(iteration, measured)
    }
  } catch (error) {
    if (!(error instanceof Diverged)) throw error
    return { start, metrics, failure: error.message }
  }
  return { start, metrics }
}
