/** TRL A2POTrainer (1.16.0): values of problems, and the squared error. */
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenFamily,
  lossOf,
  matrix,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const value: GoldenFamily = {
  file: 'trainers/a-star-po-value',
  run: ({ inputs, params }) => {
    const groups = matrix(inputs.rewards)
    for (const { length } of groups) fixed('num_value_samples', params.num_value_samples, length)
    const batch = batchOf({
      mask: groups.flat().map(() => [1]),
      group: groups.flatMap((rewards, g) => rewards.map(() => g)),
      reward: groups.flat(),
    })
    const given = { ...batch, problem: Float32Array.from(groups, (_, g) => g) }
    const values = settings('a-star-po', 'trl', { valueBeta: number(params.beta1) })
    const { explain } = estimate(resolveMethod('a-star-po'), values, given, context)
    const first = groups.map((_, g) => batch.group.indexOf(g))
    return {
      v_star: first.map(i => explain.optimalValue!.values[i]!),
      dropped: first.map(i => 1 - explain.kept!.values[i]!),
    }
  },
}

const loss: GoldenFamily = {
  file: 'trainers/a-star-po-loss',
  notRun: ({ inputs }) =>
    matrix(inputs.response_mask).some(row => !row.includes(1))
      ? 'an empty response adds its squared target to the value there; no gradient depends on it'
      : undefined,
  run: ({ inputs, params }) => {
    const worth = vector(inputs.v_star)
    const got = lossOf('a-star-po', settings('a-star-po', 'trl', { driftBeta: number(params.beta2) }), {
      mask: matrix(inputs.response_mask),
      advantage: vector(inputs.rewards).map((r, i) => r - worth[i]!),
      columns: { logp: matrix(inputs.log_prob), refLogp: matrix(inputs.ref_log_prob) },
    })
    return { loss: got.loss, grad_log_prob: got.gradient.logp }
  },
}

export default [value, loss] satisfies readonly GoldenFamily[]
