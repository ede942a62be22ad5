/** NeMo-RL GeneralizedAdvantageEstimator and ClippedPGLossFn (7ea279a). */
import {
  estimateOf,
  flag,
  type GoldenCase,
  type GoldenFamily,
  keepSide,
  lossOf,
  matrix,
  number,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { lambdaOfLength } from './vapo.math.ts'

/** Null stands for: not set. */
const orElse = (value: unknown, otherwise: unknown): number => number(value ?? otherwise)

function estimated({ inputs, params, outputs }: GoldenCase) {
  const lambda = orElse(params.gae_lambda_policy, params.gae_lambda)
  const values = settings('vapo', 'nemo-rl', {
    gamma: number(params.gae_gamma),
    lambda,
    lambdaValue: orElse(params.gae_lambda_value, params.gae_lambda),
    lengthAlpha: number(params.length_adaptive_alpha),
    whiten: flag(params.normalize_advantages) ? 'tokens' : 'off',
  })
  const { credit, returns, explain } = estimateOf('vapo', values, {
    mask: matrix(inputs.response_mask),
    reward: vector(inputs.rewards),
    group: vector(inputs.rewards).map((_, i) => i),
    columns: { oldValue: matrix(inputs.values) },
  })
  const ofRows = [...explain.lambdaPolicy!.values]
  return { advantages: credit, returns, lambda_policy: Array.isArray(outputs.lambda_policy) ? ofRows : ofRows[0] }
}

const gae: GoldenFamily = {
  file: 'trainers/vapo-gae',
  onlyWhere: { advantages: 'response_mask', returns: 'response_mask' },
  run: c =>
    'lengths' in c.inputs
      ? { lambda_policy: vector(c.inputs.lengths).map(l => lambdaOfLength(number(c.params.length_adaptive_alpha), l)) }
      : estimated(c),
}

const nll: GoldenFamily = {
  file: 'trainers/vapo-nll',
  notCompared: { metrics: 'logged means; the loss and its gradient are compared' },
  run: ({ inputs, params }) => {
    const mask = matrix(inputs.response_mask)
    const oldLogp = matrix(inputs.old_log_prob)
    const [clipLow, clipHigh] = [number(params.clip_low), number(params.clip_high)]
    const logp = keepSide(matrix(inputs.log_prob), oldLogp, [1 - clipLow, 1 + clipHigh])
    const zero = mask.map(row => row.map(() => 0))
    const values = settings('vapo', 'nemo-rl', {
      klCoefficient: 0,
      clipLow,
      clipHigh,
      aggregation: text(params.aggregation),
      imitation: number(params.positive_example_nll_weight),
      valueCoefficient: 0,
    })
    const columns = { logp, oldLogp, credit: matrix(inputs.advantages), oldValue: zero, returns: zero }
    const got = lossOf('vapo', values, { mask, reward: vector(inputs.rewards), columns }, { now: { value: zero } })
    return { loss: got.loss, grad_log_prob: got.gradient.logp }
  },
}

export default [gae, nll] satisfies readonly GoldenFamily[]
