/**
 * What moves entropy: making a token likelier lowers the entropy where the token is likely already, so entropy falls where
 * log-probability and credit deviate from their means together. Source: arXiv 2505.22617, the covariance of its Clip-Cov.
 */
import { type Batch, maskOf } from '../batch.ts'
import { mean } from '../math.ts'

type Moved = Batch & { readonly oldLogp: Float32Array; readonly credit: Float32Array }

/** [T] product of the deviations of log-probability (at the start of the update) and credit from their means; NaN where the policy wrote nothing. */
export function deviations({ oldLogp, credit, ...batch }: Moved): Float32Array {
  const mask = maskOf(batch)
  const own = (values: Float32Array) => values.filter((_, t) => mask[t] !== 0)
  const [middleOfLogp, middleOfCredit] = [mean(own(oldLogp)), mean(own(credit))]
  return oldLogp.map((logp, t) => (mask[t] === 0 ? Number.NaN : (logp - middleOfLogp) * (credit[t]! - middleOfCredit)))
}
