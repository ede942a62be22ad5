/**
 * How the entropy of the next token answers to one token: making a token of probability p likelier by a small push on its
 * logit lowers the entropy in proportion to S = p (H + log p); where S is negative, it raises it. Source: arXiv 2602.03392,
 * theorem 3.2.
 */
import { type Batch, maskOf } from '../batch.ts'
import { mean, std } from '../math.ts'
import { choice } from '../params.ts'

export const discriminatorParams = {
  discriminatorOf: choice({
    label: 'Probabilities of',
    options: ['update', 'sampler'],
    default: 'update',
    meaning: {
      update: 'the policy at the start of the update',
      sampler: 'the policy that drew the tokens, as it recorded them; the same where nothing is stale',
    },
  }),
} as const

/** [T] S of each token, in nats; `logp` and `entropy` [T]. */
export const discriminator = (logp: Float32Array, entropy: Float32Array): Float32Array =>
  logp.map((value, t) => Math.exp(value) * (entropy[t]! + value))

/** The log-probabilities that S is made of; a log without a sampler's column has one policy. */
export const logpOfDiscriminator = (
  { oldLogp, samplerLogp }: Batch & { readonly oldLogp: Float32Array },
  { discriminatorOf }: { readonly discriminatorOf: 'update' | 'sampler' },
): Float32Array => (discriminatorOf === 'sampler' && samplerLogp) || oldLogp

/** Mean and population deviation over the generated tokens; 0 and 0 where there are none. */
export function momentsOf(batch: Batch, values: Float32Array): { readonly mean: number; readonly deviation: number } {
  const mask = maskOf(batch)
  const own = Array.from(values).filter((_, t) => mask[t] === 1)
  return own.length === 0 ? { mean: 0, deviation: 0 } : { mean: mean(own), deviation: std(own, 0) }
}
