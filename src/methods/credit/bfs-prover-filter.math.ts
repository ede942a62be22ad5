/** Which steps of successful responses are worth imitating: neither known by heart nor far from what the policy would say. */
import { type Batch, maskOf } from '../../core/batch.ts'
import { mean, type Numbers, quantile } from '../../core/math.ts'

/** The bounds of the centre, and which of the values lie within it, bounds included. */
export function central(values: readonly number[], from: number, to: number) {
  const [low, high] = [quantile(values, from), quantile(values, to)]
  return { low, high, keep: values.map(value => value >= low && value <= high) }
}

export interface Step {
  readonly rollout: number
  /** Its generated tokens. */
  readonly tokens: readonly number[]
  /** Mean over them of the negative log-probability, nats. */
  readonly surprise: number
}

/** The turns of responses, or whole responses where there are none; those in which the policy said nothing are left out. */
export function stepsOf(batch: Batch, logp: Numbers): Step[] {
  const mask = maskOf(batch)
  const span = (rollout: number, start: number, end: number): Step => {
    const tokens = Array.from({ length: end - start }, (_, k) => start + k).filter(t => mask[t] === 1)
    return { rollout, tokens, surprise: mean(tokens.map(t => -logp[t]!)) }
  }
  const { turns, tokenStart } = batch
  const spans = turns
    ? Array.from(turns.rollout, (rollout, j) => span(rollout, turns.start[j]!, turns.end[j]!))
    : Array.from({ length: batch.rollouts }, (_, i) => span(i, tokenStart[i]!, tokenStart[i + 1]!))
  return spans.filter(({ tokens }) => tokens.length > 0)
}
