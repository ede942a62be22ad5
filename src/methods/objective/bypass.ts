import type { Tensor2D } from '@tensorflow/tfjs-core'
import { keptTensor, rejectionParams } from '../../core/formulas/rejection.ts'
import { clipParams, detach, tokenSurrogate } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { staleSampler } from '../../core/trainings.ts'

/** Golden: verl core_algos.compute_policy_loss_bypass_mode (0.9.1). */
export default defineMethod({
  id: 'bypass',
  title: 'Bypass mode',
  paper: { title: 'Rollout correction: decoupled and bypass mode (verl documentation)', year: 2025 },
  idea: 'Leave out the trainer’s own pass over what was drawn: the sampler counts as the old policy, so one ratio carries staleness and update alike.',
  formula: String.raw`\mathcal L_t = -\min\big(\rho_t \hat A_t, \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}}) \hat A_t\big), \quad \rho_t = \frac{\pi_\theta(y_t)}{\pi_{\text{sampler}}(y_t)}, \quad M_t = \mathbb 1\big[a \le 1 / \rho_t \le b\big] \cdots`,
  symbols: {
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over that with which it was drawn' },
    '\\pi_\\theta(y_t)': { is: 'probability', text: 'probability of token t now' },
    '\\pi_{\\text{sampler}}(y_t)': { is: 'samplerProbability', text: 'probability with which it was drawn' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
    M_t: { is: 'kept', text: '1 for tokens that are trained; the others leave the average' },
    'a \\le': { is: 'rejectTokenK1Low', text: 'least ratio of sampler to policy' },
    '\\le b': {
      is: 'rejectTokenK1',
      text: 'largest ratio of sampler to policy; the dots stand for rules of other measures and of whole responses',
    },
  },
  claim:
    'The authors of verl’s rollout correction: it saves a forward pass, and the clip then bounds the distance from the sampler instead of that from the start of the update. Renew the sampler rarely and look at the clipped share: it is above 0 in the first update already, and tokens that lag far behind stop moving.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'With clip no weight is applied: the ratio is the correction, and a second one would count it twice. Here that means samplerCorrection off.',
    'The clip’s room is spent by staleness: what the sampler’s lag uses up is missing for the update.',
    'With reinforce the weight is that of the policy now, so it moves from update to update; decoupled weights do not.',
    'Rejection looks at the policy now too: a token may leave the average between two updates of one batch.',
  ],
  versusGrpo: 'The ratio is against what drew, not against the start of the update.',
  tasks: ['bandit', 'modular-arithmetic'],
  shipped: ['verl'],
  training: staleSampler,
  defaults: { samplerNumerator: 'now' },
  slots: {
    advantage: 'grpo',
    objective: objective({
      needs: ['samplerLogp'],
      params: {
        bypassLoss: choice({
          label: 'Loss',
          options: ['clip', 'reinforce'],
          default: 'clip',
          verl: 'clip',
          meaning: {
            clip: 'PPO’s clip on the ratio against the sampler',
            reinforce: 'plain log-probabilities, to be weighed by the sampler correction',
          },
        }),
        ...clipParams,
        ...rejectionParams,
      },
      compute: (tf, tensors, params) => {
        const { now, samplerLogp, credit, mask } = tensors
        const logRatio = tf.mul<Tensor2D>(detach(tf, tf.sub<Tensor2D>(now.logp, samplerLogp)), mask)
        const kept = keptTensor(tf, logRatio, mask, params)
        const { loss, explain } = tokenSurrogate(tf, { ...tensors, oldLogp: samplerLogp }, params)
        if (params.bypassLoss === 'clip') return { loss, counted: kept, explain: { ...explain, kept } }
        const plain = tf.neg(tf.mul<Tensor2D>(credit, now.logp))
        return { loss: plain, counted: kept, explain: { ratio: explain.ratio, kept } }
      },
    }),
  },
})
