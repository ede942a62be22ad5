/** When a run can no longer be trusted, and how it says so. */
import { PlaygroundError } from '../../core/fail.ts'
import { type Cause, NotFinite } from '../../methods/finite.ts'

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

const kept = 'The run stands at its last good checkpoint.'
const cure = `Lower the learning rate, or clip the gradient. ${kept}`

/**
 * Fails when an update's loss is not finite or its gradient norm absurd. `causeNow` looks for a cause in the batch and is
 * asked only then, for it scores the batch again; the learning rate is blamed when there is no other.
 */
export async function checkUpdate(
  iteration: number,
  { loss, gradNorm }: { readonly loss: number; readonly gradNorm: number },
  causeNow: (largest: number | undefined) => Promise<Cause | undefined>,
): Promise<void> {
  const finite = Number.isFinite(loss)
  if (finite && gradNorm < absurdNorm) return
  const [expected, got] = finite ? [`a gradient norm below ${absurdNorm}`, `${gradNorm}`] : ['a finite loss', `${loss}`]
  const cause = await causeNow(finite && Number.isFinite(gradNorm) ? Math.log(absurdNorm) : undefined)
  const where = `update in iteration ${iteration}${cause ? `, ${cause.place}` : ''}`
  throw new Diverged(where, expected, cause ? `${got}: ${cause.text}` : got, cause ? `${cause.cure} ${kept}` : cure)
}

/** `logp` is [T], of sampled tokens, wherever it was computed. */
export function checkLogp(where: string, logp: Float32Array): void {
  for (const value of logp) {
    if (value >= absurdLogp && value <= 1e-3) continue
    throw new Diverged(where, `log-probabilities between ${absurdLogp} and 0`, `${value}`, cure)
  }
}
