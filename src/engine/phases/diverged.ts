/** When a run can no longer be trusted, and how it says so. */
import { PlaygroundError } from '../../core/fail.ts'
import { NotFinite } from '../../methods/finite.ts'

/** The policy's numbers are no longer numbers, or absurd: the run stops at its last good checkpoint. */
export class Diverged extends PlaygroundError {}

/** Runs a slot; a result that is not finite stops the run as divergence does, with its own cause and cure. */
export function finiteSlot<T>(compute: () => T): T {
  try {
    return compute()
  } catch (error) {
    if (!(error instanceof NotFinite)) throw error
    throw new Diverged(error.where, error.expected, error.got, error.cure)
  }
}

/** A probability below e^-1000 is out of reach of sane training; a gradient norm of a million says the same earlier. */
const absurdLogp = -1000
const absurdNorm = 1e6

const cure = 'Lower the learning rate, or clip the gradient; the run stands at its last good checkpoint.'

export function checkUpdate(iteration: number, loss: number, gradNorm: number): void {
  const where = `update in iteration ${iteration}`
  if (!Number.isFinite(loss)) throw new Diverged(where, 'a finite loss', `${loss}`, cure)
  if (!(gradNorm < absurdNorm)) throw new Diverged(where, `a gradient norm below ${absurdNorm}`, `${gradNorm}`, cure)
}

/** `logp` is [T], of sampled tokens, wherever it was computed. */
export function checkLogp(where: string, logp: Float32Array): void {
  for (const value of logp) {
    if (value >= absurdLogp && value <= 1e-3) continue
    throw new Diverged(where, `log-probabilities between ${absurdLogp} and 0`, `${value}`, cure)
  }
}
