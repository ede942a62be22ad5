/** verl compute_rloo_outcome_advantage and its vectorised twin (b178a3c); TRL RLOOTrainer (f2cd577). */
import {
  estimateOf,
  type GoldenFamily,
  lossOf,
  maskedMean,
  matrix,
  number,
  type Padded,
  rowSums,
  settings,
  vector,
} from '../golden/harness.ts'

const verl = (file: string, id: string): GoldenFamily => ({
  file,
  run: ({ inputs }) => {
    const given: Padded = {
      mask: matrix(inputs.response_mask),
      group: vector(inputs.index),
      reward: rowSums(matrix(inputs.token_level_rewards)),
    }
    const { credit } = estimateOf(id, settings(id, 'verl-b178a3c', {}), given)
    return { advantages: credit, returns: credit }
  },
})

const trlLoss: GoldenFamily = {
  file: 'core/trl-rloo-loss',
  run: ({ inputs, params }) => {
    const mask = matrix(inputs.completion_mask)
    const entropy = matrix(inputs.entropies)
    // Only the sum over a response matters: all of it stands at the first token.
    const oldLogp = vector(inputs.old_logps).map((total, i) => mask[i]!.map((_, t) => (t === 0 ? total : 0)))
    const values = settings('rloo', 'trl-f2cd577', {
      clipLow: number(params.epsilon_low),
      clipHigh: number(params.epsilon_high),
    })
    const columns = { logp: matrix(inputs.per_token_logps), oldLogp, oldEntropy: entropy }
    const got = lossOf('rloo', values, { mask, advantage: vector(inputs.advantages), columns })
    const marks = (name: string) => got.explain[name]!.flat()
    const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length
    return {
      loss: got.loss,
      grad_per_token_logps: got.gradient.logp,
      metrics: {
        entropy: maskedMean(mask, entropy),
        'clip_ratio/low_mean': mean(marks('clippedLow')),
        'clip_ratio/low_min': Math.min(...marks('clippedLow')),
        'clip_ratio/high_mean': mean(marks('clippedHigh')),
        'clip_ratio/high_max': Math.max(...marks('clippedHigh')),
        'clip_ratio/region_mean': mean(marks('clippedLow')) + mean(marks('clippedHigh')),
      },
    }
  },
}

export default [
  verl('core/verl-adv-rloo', 'rloo'),
  verl('core/verl-adv-rloo-vectorized', 'rloo-vectorized'),
  trlLoss,
] satisfies readonly GoldenFamily[]
