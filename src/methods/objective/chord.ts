import type { Tensor2D } from '@tensorflow/tfjs-core'
import { imitationWeight, ownAdvantages } from '../../core/formulas/imitation.ts'
import { clipParams, tokenSurrogate } from '../../core/formulas/surrogate.ts'
import { advantage, aggregation, defineMethod, objective } from '../../core/method.ts'
import { advantageParams, demonstrations, meanOf, meanParams, muAt, muParams } from './chord.math.ts'

/** Golden: Trinity-RFT algorithm/policy_loss_fn/chord_policy_loss.py (0.6.0). */
export default defineMethod({
  id: 'chord',
  title: 'CHORD',
  paper: {
    title: 'On-policy RL meets off-policy experts: harmonizing SFT and RL via dynamic weighting',
    id: '2508.11408',
    year: 2025,
  },
  idea: 'Imitation as one more term of RL: GRPO on the policy’s own responses and, with a weight that fades over the run, SFT on demonstrations where the policy is undecided.',
  formula: String.raw`\mathcal L_t = \begin{cases} -\mu\, \phi_t \log\pi_\theta(y_t) & x_t = 1 \\ -(1-\mu) \min\bigl(\rho_t \hat A_t,\ \operatorname{clip}(\rho_t, 1 - \varepsilon_\mathrm{low}, 1 + \varepsilon_\mathrm{high})\, \hat A_t\bigr) & x_t = 0 \end{cases}`,
  symbols: {
    x_t: { is: 'external', text: '1 for tokens of a demonstration' },
    '\\mu': { is: 'mu', text: 'weight of imitation in this iteration' },
    '\\phi_t': { is: 'weight', text: 'p (1 - p) of the token, without gradient; 1 without the weighting' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t, among the policy’s own responses' },
    '\\varepsilon_\\mathrm{low}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_\\mathrm{high}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'SFT first and RL after it pays twice: what the demonstrations teach is torn down and built up again. In one loss with a fading μ the policy takes what it lacks and keeps its own ways. Start where GRPO finds no success, μ from 0.9 to 0.05, and watch pass@1 beside sft and grpo. The paper’s results on mathematics are not reproduced here.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Each part has a mean of its own: with token means a short demonstration pulls each of its tokens harder.',
    'Trinity scales each part by how many responses of its kind a micro-batch holds over how many it expects; here each update sees them all.',
    'ms-swift draws demonstrations from a data set of their own; here one of each group’s responses is one, and does not enter the group’s mean.',
    'With the weighting, a demonstration that the policy gives almost no probability teaches nothing, whatever μ.',
  ],
  versusGrpo: 'One response of each group is a demonstration and is imitated, with a weight of its own.',
  tasks: ['token-tree', 'modular-arithmetic', 'countdown'],
  standIn: 'The task’s own right answers are the demonstrations, in place of those of a larger model.',
  shipped: ['trinity', 'ms-swift'],
  slots: {
    sampler: 'sft',
    advantage: advantage({
      needs: ['external'],
      params: advantageParams,
      compute: (batch, { epsilon }) => ownAdvantages(batch, epsilon),
    }),
    objective: objective({
      needs: ['external'],
      params: { ...clipParams, ...muParams },
      compute: (tf, tensors, { imitationWeighting, ...values }, { iteration }) => {
        const mu = muAt(iteration, values)
        const { external, now } = tensors
        const { loss, explain } = tokenSurrogate(tf, tensors, values)
        const weight = imitationWeighting === 'on' ? imitationWeight(tf, now.logp, 'doubt') : tf.onesLike(now.logp)
        const shown = tf.mul<Tensor2D>(tf.mul(weight, now.logp), -mu)
        const joined = tf.where<Tensor2D>(tf.greater(external, 0), shown, tf.mul<Tensor2D>(loss, 1 - mu))
        return { loss: joined, explain: { ...explain, weight, mu: tf.fill<Tensor2D['rankType']>(weight.shape, mu) } }
      },
    }),
    aggregation: aggregation({
      params: meanParams,
      compute: (tf, loss, tensors, { ownMean, shownMean }) => {
        const shown = demonstrations(tf, tensors)
        const own = meanOf(tf, loss, tf.sub<Tensor2D>(1, shown), tensors, ownMean)
        return tf.add(own, meanOf(tf, loss, shown, tensors, shownMean))
      },
    }),
  },
})
