/** RLVR-Decomposed compute_psr_nsr_outcome_advantage, compute_policy_loss (a5d4e7c); the gradient per logit is derived. */
import { entropy, softmax } from '../../core/math.ts'
import {
  estimateOf,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  maskedMean,
  matrix,
  meaning,
  number,
  type Padded,
  rowSums,
  settings,
  vector,
} from '../golden/harness.ts'

const ids: Record<string, 'psr' | 'nsr' | 'w-reinforce'> = { positive: 'psr', negative: 'nsr', weighted: 'w-reinforce' }

/** The method that a case is about, and its parameters. */
function methodOf({ params }: GoldenCase) {
  const id = meaning(params.advantage ?? 'weighted', ids)
  const positiveWeight = number(params.positive_advantage_weight ?? params.positive_learning_weight)
  const gamma = number(params.gamma ?? 1)
  const own = id === 'w-reinforce' ? { positiveWeight, gamma } : {}
  return { id, own }
}

const advantage: GoldenFamily = {
  file: 'core/psr-nsr-advantage',
  ignored: { token_level_rewards: 'discounted into the returns only; the advantage comes from the scores' },
  notCompared: { returns: 'discounted rewards for a critic that the method does not have' },
  run: c => {
    const { id, own } = methodOf(c)
    const given: Padded = {
      mask: matrix(c.inputs.eos_mask),
      reward: rowSums(matrix(c.inputs.token_level_scores)),
    }
    return { advantages: estimateOf(id, settings(id, 'none', own), given).credit }
  },
}

const policyLoss: GoldenFamily = {
  file: 'core/psr-nsr-policy-loss',
  ignored: { advantages: 'made again from the scores, by the method that the case names' },
  run: c => {
    const { inputs, params } = c
    const { id, own } = methodOf(c)
    const mask = matrix(inputs.eos_mask)
    const cliprange = number(params.cliprange)
    const values = settings(id, 'none', { ...own, clipLow: cliprange, clipHigh: cliprange })
    const logp = matrix(inputs.log_prob)
    const oldLogp = matrix(inputs.old_log_prob)
    const { credit } = estimateOf(id, values, { mask, reward: rowSums(matrix(inputs.token_level_scores)) })
    const got = lossOf(id, values, { mask, columns: { logp, oldLogp, credit } })
    const { clippedLow, clippedHigh } = got.explain
    const clipped = clippedLow!.map((row, i) => row.map((mark, t) => mark + clippedHigh![i]![t]!))
    const drift = logp.map((row, i) => row.map((x, t) => oldLogp[i]![t]! - x))
    return {
      loss: got.loss,
      clipfrac: maskedMean(mask, clipped),
      ppo_kl: maskedMean(mask, drift),
      grad_log_prob: got.gradient.logp,
    }
  },
}

/** One response of one token: minus the gradient per logit is the loss's pull on logp, times onehot - pi. */
const logitGradient: GoldenFamily = {
  file: 'core/psr-nsr-logit-gradient',
  run: ({ inputs, params }) => {
    const logits = vector(inputs.logits)
    const token = number(inputs.sampled_token)
    const probs = [...softmax(logits)]
    const id = number(params.R) > 0 ? 'psr' : 'nsr'
    const reward = [number(params.R) > 0 ? 1 : 0]
    const given: Padded = { mask: [[1]], reward, columns: { logp: [[Math.log(probs[token]!)]] } }
    const values = settings(id, 'none', {})
    const { credit } = estimateOf(id, values, given)
    const pull = -lossOf(id, values, { ...given, columns: { ...given.columns, credit } }).gradient.logp![0]![0]!
    const direction = probs.map((p, v) => pull * ((v === token ? 1 : 0) - p))
    const after = [...softmax(logits.map((z, v) => z + number(params.step_size) * direction[v]!))]
    const h = entropy(probs)
    return {
      probs,
      direction_ratio_form: direction,
      direction_likelihood_form: direction.map(d => d * probs[token]!),
      entropy: h,
      entropy_change_first_order: -probs.reduce((total, p, v) => total + p * (Math.log(p) + h) * direction[v]!, 0),
      probs_after_step: after,
      entropy_after_step: entropy(after),
    }
  },
}

export default [advantage, policyLoss, logitGradient] satisfies readonly GoldenFamily[]
