/** torchforge reinforce_loss (6e77f0b); AIPO cases derived from arXiv 2505.24034. */
import { logSoftmax, softmax } from '../../core/math.ts'
import { cube, type GoldenFamily, lossOf, matrix, number, settings } from '../golden/harness.ts'

const weights: GoldenFamily = {
  file: 'objective/stale-importance-weights',
  run: ({ inputs, params }) => {
    const id = 'aipo-staleness'
    if (inputs.log_ratio !== undefined) {
      const logp = matrix(inputs.log_ratio)
      const zero = logp.map(row => row.map(() => 0))
      const columns = { logp, samplerLogp: zero, credit: matrix(inputs.advantage) }
      const mask = logp.map(row => row.map(() => 1))
      const got = lossOf(id, settings(id, 'none', { staleCap: number(params.rho) }), { mask, columns })
      return { weight: got.explain.weight, grad_logprob: got.gradient.logp }
    }
    const chosen = matrix(inputs.target_ids)
    const logits = cube(inputs.logits)
    const logp = logits.map((rows, i) => rows.map((row, t) => logSoftmax(row)[chosen[i]![t]!]!))
    const values = settings(id, 'none', {
      staleFloor: number(params.clamp_min),
      staleCap: number(params.clamp_max),
    })
    const columns = { logp, samplerLogp: matrix(inputs.sampler_log_probs), credit: matrix(inputs.weights) }
    const got = lossOf(id, values, { mask: matrix(inputs.mask), columns })
    // d logp / d z = onehot - pi.
    const grad_logits = logits.map((rows, i) =>
      rows.map((row, t) =>
        [...softmax(row)].map((p, v) => got.gradient.logp![i]![t]! * ((v === chosen[i]![t] ? 1 : 0) - p)),
      ),
    )
    return { loss: got.loss, grad_logits }
  },
}

export default [weights] satisfies readonly GoldenFamily[]
