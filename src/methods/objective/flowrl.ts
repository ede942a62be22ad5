import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { rowMean, rowSum, siblings, toTokens } from '../../core/rows.ts'

/** Golden: FlowRL compute_flowrl_objective (decbc57); verl-recipe flowrl_actor.compute_flowrl (48ea0a7). */
export default defineMethod({
  id: 'flowrl',
  title: 'FlowRL',
  paper: { title: 'FlowRL: matching reward distributions for LLM reasoning', id: '2509.15207', year: 2025 },
  idea: 'Do not chase the best response: make responses as likely as the reference times exp(β advantage) says, so that every good one keeps its share.',
  formula: String.raw`\mathcal L_i = u_i \Big(\log Z + \tfrac{1}{|y_i|}\textstyle\sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{ref}}(y_t)\big) - \beta \hat A_i\Big)^2`,
  symbols: {
    u_i: { is: 'weight', text: 'importance weight of the response, capped, without gradient' },
    '\\log Z': { is: 'logZ', text: 'normaliser of the problem' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability now' },
    '\\log\\pi_{\\text{ref}}(y_t)': { is: 'refLogp', text: 'log-probability under the reference' },
    '|y_i|': { is: 'length', text: 'tokens of the response' },
    '\\hat A_i': { is: 'advantage', text: 'standardised reward, read as a log-reward' },
    '\\beta': { is: 'flowBeta', text: 'how sharply reward counts' },
  },
  claim:
    'Among equally good solutions GRPO is to end with one and this to keep several. On the bandit it keeps one of six more, and GRPO, too, still has several after 400 updates. Success is bounded by β: where it is small the reference still holds a share.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The original code clamps the weight and then multiplies by the unclamped one; the later port caps it at 10.',
    'The original learns log Z with a small network on the prompt; here it is the value that fits the group best, which is where that network heads.',
    'Log-probabilities are averaged over tokens: the target is sharpened with length.',
  ],
  versusGrpo: 'Matches a target distribution by squared error instead of raising expected reward.',
  tasks: ['bandit', 'token-tree'],
  standIn:
    'The normaliser log Z is the value that fits each group best; the paper learns it with a small network that reads the prompt.',
  defaults: { emptyRows: 'count' },
  slots: {
    advantage: 'grpo',
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      needs: ['group', 'refLogp'],
      params: {
        flowBeta: number({ label: 'Sharpness β', default: 15, paper: 15, verl: 15, min: 0, max: 100, scale: 'log' }),
        flowCap: number({
          label: 'Largest weight',
          default: 10,
          paper: 0,
          verl: 10,
          min: 0,
          max: 1000,
          scale: 'log',
          note: '0 is off.',
        }),
        flowZ: choice({
          label: 'Normaliser log Z',
          options: ['group', 'zero'],
          default: 'group',
          meaning: { group: 'the best fit to the group', zero: 'none' },
        }),
      },
      compute: (tf, tensors, { flowBeta, flowCap, flowZ }) => {
        const { now, oldLogp, refLogp, advantage, group } = tensors
        const moved = tf.clipByValue<Tensor2D>(rowSum(tf, tf.sub<Tensor2D>(now.logp, oldLogp)), -20, 20)
        const ratio = tf.exp(moved)
        const weight = detach(tf, flowCap > 0 ? tf.minimum<Tensor2D>(ratio, flowCap) : ratio)
        const fit = tf.sub<Tensor2D>(
          rowMean(tf, tf.sub<Tensor2D>(now.logp, refLogp), tensors),
          tf.mul(advantage, flowBeta),
        )
        const same = siblings(tf, group)
        const best = () =>
          tf.neg(tf.div<Tensor2D>(tf.matMul(same, tf.mul<Tensor2D>(weight, fit)), tf.matMul(same, weight)))
        const logZ = flowZ === 'group' ? detach(tf, best()) : tf.zerosLike(fit)
        const loss = tf.mul<Tensor2D>(weight, tf.square(tf.add(fit, logZ)))
        return { loss: toTokens(tf, loss, tensors), explain: { ratio, weight, logZ } }
      },
    }),
  },
})
