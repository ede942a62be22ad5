import type { Tensor2D } from '@tensorflow/tfjs-core'
import { number } from '../../core/params.ts'
import { filled } from '../../methods/index.ts'
import { figure } from '../figure.ts'
import { batchFor, estimated, measuring } from '../work.ts'

export const share = figure({
  slot: 'aggregation',
  title: 'How much one token weighs',
  says: 'The gradient of the whole loss by one token’s loss, in a batch of two responses: one that grows and one beside it. The longest response allowed has 16 tokens.',
  x: 'tokens of the growing response',
  y: 'weight of a token',
  discrete: true,
  settings: { beside: number({ label: 'Tokens of the other', default: 7, min: 1, max: 16, integer: true }) },
  fits: ({ aggregation, pairing }) => aggregation !== undefined && !pairing,
  draw: ({ tf }, method, params, { beside }) => {
    const { owner, part } = filled(method, 'aggregation')
    const x = Array.from({ length: 16 }, (_, k) => k + 1)
    const weights = x.map(tokens => {
      const batch = estimated(method, params, batchFor(method, { groups: [[1, 0]], lengths: [tokens, beside] }))
      const { slope: slopeOf, done } = measuring(tf, `${owner}.aggregation`, batch, [])
      // The log-probabilities stand for the losses of tokens: the slope by each is its weight.
      const slope = slopeOf(
        Float32Array.from(batch.token, () => -1),
        tensors =>
          part.compute(tf, tf.mul<Tensor2D>(tensors.now.logp, tensors.mask), { ...tensors, maxResponse: 16 }, params),
      )
      done()
      // The last token: a first one may be special.
      return { own: slope[tokens - 1]!, first: slope[0]!, other: slope[tokens + beside - 1]! }
    })
    const isFirstSpecial = weights.some(({ own, first }, k) => k > 0 && Math.abs(own - first) > 1e-6)
    return {
      x,
      lines: [
        { name: 'growing response', values: weights.map(({ own }) => own) },
        { name: `the other, ${beside} tokens`, values: weights.map(({ other }) => other) },
        ...(isFirstSpecial ? [{ name: 'its first token', values: weights.map(({ first }) => first) }] : []),
      ],
    }
  },
})
