/** McGill-NLP/VinePPO math_episode_generator_with_mc_advantages._compute_step_advantages, _compute_mc_value (efe7228). */
import { continuationMean } from '../../core/formulas/monte-carlo.ts'
import { estimateOf, type GoldenCase, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'

function steps({ inputs, params }: GoldenCase) {
  const tokenReward = vector(inputs.step_rewards)
  // The original lists the value after the end too, as null.
  const sampledValue = vector(inputs.mc_values_with_null_terminal).slice(0, -1)
  const given = {
    mask: [tokenReward.map(() => 1)],
    columns: { tokenReward: [tokenReward], sampledValue: [sampledValue] },
  }
  const { credit, explain } = estimateOf(
    'vineppo',
    settings('vineppo', 'none', {
      whitenCredit: 'off',
      vineGamma: number(params.gamma),
    }),
    given,
  )
  return {
    filled_values: [...explain.filledValue!.values, 0],
    step_advantages: credit[0],
    advantage_sum: credit[0]!.reduce((total, a) => total + a, 0),
  }
}

function value({ inputs, params }: GoldenCase) {
  const truncated = vector(inputs.truncated)
  const ends = vector(inputs.rollout_correct).map((reward, k) => ({ reward, unfinished: truncated[k] === 1 }))
  return { value: continuationMean(ends, number(params.unfinished_penalty)) }
}

const advantages: GoldenFamily = {
  file: 'credit/vineppo',
  ignored: { lam: 'the original has none: its advantage is one temporal difference' },
  run: c => (c.inputs.rollout_correct === undefined ? steps(c) : value(c)),
}

export default [advantages] satisfies readonly GoldenFamily[]
