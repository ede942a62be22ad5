/** Derived from arXiv 2310.00212: the golden file says how. */
import { type GoldenFamily, lossOf, number, settings, vector } from '../golden/harness.ts'

const pairs: GoldenFamily = {
  file: 'objective/p3o-pairs',
  run: ({ inputs, params }) => {
    const clip = number(params.eps)
    const reward = vector(inputs.reward)
    const column = (values: number[]) => values.map(value => [value])
    const got = lossOf('p3o', settings('p3o', 'none', { clipLow: clip, clipHigh: clip }), {
      mask: reward.map(() => [1]),
      reward,
      advantage: reward,
      columns: { logp: column(vector(inputs.logp)), oldLogp: column(vector(inputs.logp_old)) },
    })
    return { objective: -got.loss, ascent_grad_logp: got.gradient.logp!.flat().map(g => -g) }
  },
}

export default [pairs] satisfies readonly GoldenFamily[]
