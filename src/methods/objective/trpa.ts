import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { perGroup } from '../../core/estimator.ts'
import { klEstimate } from '../../core/formulas/kl.ts'
import { advantage, defineMethod, objective, regulariser } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { averagedRows, differences, indicator, rowMean, siblings, toTokens } from '../../core/rows.ts'
import { trustParams } from './trpa.math.ts'

/** Golden: TRPA core_algos.compute_pairwise_policy_loss, kl_penalty (f372585). */
export default defineMethod({
  id: 'trpa',
  title: 'TRPA',
  paper: { title: 'Trust region preference approximation', id: '2504.04524', year: 2025 },
  idea: 'Sort responses into levels by rules, and prefer the higher level in every pair, by how much likelier than under the reference it has become; stay near the sampling policy.',
  formula: String.raw`\mathcal L = \operatorname*{mean}_{A_i > A_j} -\log\sigma\big(\beta\, a_i\, (l_i - l_j)\big) + c\, \mathrm{KL}_{\text{old}}, \quad l_i = \tfrac{1}{|y_i|} \sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{ref}}(y_t)\big)`,
  symbols: {
    l_i: { is: 'logRatioToRef', text: 'mean log-ratio to the reference per token' },
    A_i: { is: 'advantage', text: 'level: 1 for correct, then -1, -2, ... by falling reward' },
    '\\beta': { is: 'trpaBeta', text: 'sharpness of a preference' },
    a_i: { is: 'anisotropy', text: 'stress on pairs whose better response is correct, else 1' },
    c: { is: 'trustWeight', text: 'weight of the distance to the sampling policy' },
    '\\log\\pi_{\\text{ref}}(y_t)': { is: 'refLogp', text: 'log-probability under the reference' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability now' },
    '|y_i|': { is: 'length', text: 'tokens of the response' },
  },
  claim:
    'Only the order of rewards counts, so a bonus that can be hacked by size cannot take over: double the format reward and nothing changes, while GRPO on summed rewards drifts. On the bandit all pairs agree once correct arms lead, and the curve flattens.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Without any pair the released code falls back to pushing correct responses up and all others down.',
    'The trust region is to the policy that sampled, not to the reference.',
    'The released level table has format levels; here the levels are the distinct rewards.',
  ],
  versusGrpo: 'Pairs of levels in a logistic loss instead of advantages times ratios.',
  tasks: ['bandit', 'modular-arithmetic'],
  standIn: 'The levels of preference are the distinct rewards; the paper ranks by a table of accuracy and format.',
  defaults: { emptyRows: 'count' },
  slots: {
    advantage: advantage({
      needs: ['correct'],
      compute: batch =>
        perGroup(batch, [], (members, out) => {
          const wrong = members.filter(i => batch.correct[i] !== 1).map(i => batch.reward[i]!)
          const levels = [...new Set(wrong)].sort((a, b) => b - a)
          for (const i of members) out.advantage[i] = batch.correct[i] === 1 ? 1 : -1 - levels.indexOf(batch.reward[i]!)
        }),
    }),
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      needs: ['group', 'refLogp'],
      params: {
        trpaBeta: number({ label: 'Sharpness β', default: 0.1, paper: 0.1, min: 0.001, max: 10, scale: 'log' }),
        anisotropy: number({ label: 'Stress on correct', default: 2.5, paper: 2.5, min: 0.1, max: 10 }),
      },
      compute: (tf, tensors, { trpaBeta, anisotropy }) => {
        const { now, refLogp, advantage: level, group } = tensors
        const own = rowMean(tf, tf.sub<Tensor2D>(now.logp, refLogp), tensors)
        const better = tf.mul<Tensor2D>(indicator(tf, tf.greater(level, tf.transpose(level))), siblings(tf, group))
        const stress = tf.where<Tensor2D>(tf.greater(level, 0), tf.fill(level.shape, anisotropy), 1)
        const lead = tf.mul<Tensor2D>(tf.mul(differences(tf, own), trpaBeta), stress)
        const pairs = tf.sum<Scalar>(better)
        const perRow = tf.sum<Tensor2D>(tf.mul(tf.softplus(tf.neg(lead)), better), 1, true)
        const mean = tf.div<Tensor2D>(tf.mul(perRow, averagedRows(tensors)), tf.maximum(pairs, 1))
        const sign = tf.where<Tensor2D>(tf.greater(level, 0), tf.onesLike(level), -1)
        const alone = tf.softplus(tf.neg(tf.mul<Tensor2D>(sign, own)))
        const loss = tf.where<Tensor2D>(tf.equal(tf.mul(tf.onesLike(level), pairs), 0), alone, mean)
        return { loss: toTokens(tf, loss, tensors), explain: { logRatioToRef: own } }
      },
    }),
    regulariser: regulariser({
      params: trustParams,
      active: ({ trustWeight }) => trustWeight !== 0,
      compute: (tf, { now, oldLogp, mask, length }, { trustWeight, trustForm, trustRoot }) => {
        const distance = klEstimate(tf, trustForm, now.logp, oldLogp)
        const mean = tf.div<Scalar>(tf.sum(tf.mul(distance, mask)), tf.maximum(tf.sum(length), 1))
        return tf.mul<Scalar>(trustRoot === 'on' ? tf.sqrt(tf.add<Scalar>(mean, 0.25)) : mean, trustWeight)
      },
    }),
  },
})
