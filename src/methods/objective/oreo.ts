import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { toTokens } from '../../core/rows.ts'
import { oreoFormParams, oreoStates, singleStep, withGradient } from './oreo.math.ts'

/** Golden: jwhj/OREO openrlhf/trainer/pcl_trainer.py, token level (6f7403b). */
export default defineMethod({
  id: 'oreo',
  title: 'OREO',
  paper: { title: 'Offline reinforcement learning for LLM multi-step reasoning', id: '2412.16145', year: 2024 },
  idea: 'Where policy and value are right, value plus the log-ratios still to come equals the reward from every prefix: train both on the square of what is missing.',
  formula: String.raw`L_t = (w_\pi + w_V)\, e_t^2, \qquad e_t = V_t + \beta \sum_{s \ge t} (\log\pi_s - \log\pi^\mathrm{ref}_s) - R`,
  symbols: {
    e_t: { is: 'residual', text: 'what is missing to consistency at token t' },
    V_t: { is: 'value', text: 'value head before token t' },
    '\\beta': { is: 'oreoBeta', text: 'price of leaving the reference' },
    '\\log\\pi_s': { is: 'logp', text: 'log-probability of token s now; only that of token t carries gradient' },
    '\\log\\pi^\\mathrm{ref}_s': { is: 'refLogp', text: 'the same under the reference' },
    R: { is: 'reward', text: 'reward of the response' },
    'w_\\pi': { is: 'oreoPolicyWeight', text: 'weight of the policy’s part: the gradient flows to token t alone' },
    w_V: { is: 'oreoValueWeight', text: 'weight of the value’s part: the gradient flows to the value' },
  },
  claim:
    'Needs no pairs and no sampling by the current policy: failures teach as much as successes. On fork-tokens the value falls at the wrong fork, which is its token credit. The paper trains on stored responses and guides search by the value; here responses are fresh, and its gains on mathematics are not reproduced.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'With β = 0.03 the policy’s gradient is 0.06 times the residual: it needs many updates, or a larger learning rate than GRPO.',
    'The residual holds log-ratios to the end of the response: its scale grows with the length.',
    'Advantage and credit are not read: the reward itself is the target.',
    'The released trainer has more: weights for off-policy data, a hinge and a KL target. They are left out; a KL term is KL β.',
  ],
  versusGrpo: 'A consistency equation between value, log-ratios and reward takes the place of the policy gradient.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  standIn:
    'Responses are fresh samples of the policy; the paper trains on stored ones and guides a search by the value.',
  slots: {
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      needs: ['refLogp', 'value', 'reward'],
      params: {
        oreoBeta: number({ label: 'OREO β', default: 0.03, paper: 0.03, min: 0, max: 10, scale: 'log' }),
        oreoPolicyWeight: number({
          label: 'Weight of the policy’s loss',
          default: 1,
          paper: 1,
          min: 0,
          max: 100,
          scale: 'log',
          note: '0 trains the value alone.',
        }),
        oreoValueWeight: number({
          label: 'Weight of the value’s loss',
          default: 1,
          paper: 1,
          min: 0,
          max: 100,
          scale: 'log',
          note: '0 leaves the value as it started.',
        }),
        ...oreoFormParams,
      },
      compute: (tf, tensors, { oreoBeta, oreoPolicyWeight, oreoValueWeight, oreoForm, stepTokens }) => {
        const { now, refLogp, reward } = tensors
        const logRatio = tf.sub<Tensor2D>(now.logp, refLogp)
        const toEnd = detach(tf, tf.cumsum<Tensor2D>(logRatio, 1, false, true))
        const target = toTokens(tf, reward, tensors)
        const residual = (v: Tensor2D, ratios: Tensor2D): Tensor2D =>
          tf.sub(tf.add(v, tf.mul(ratios, oreoBeta)), target)
        const states = oreoStates(tf, tensors, oreoForm, stepTokens)
        const ofPolicy =
          oreoForm === 'single step'
            ? singleStep(tf, tensors, logRatio, oreoBeta)
            : residual(detach(tf, now.value), withGradient(tf, tensors, logRatio, toEnd, oreoForm, stepTokens))
        const ofValue = residual(now.value, toEnd)
        const loss = tf.add<Tensor2D>(
          tf.mul(tf.square(ofPolicy), oreoPolicyWeight),
          tf.mul(tf.square(ofValue), oreoValueWeight),
        )
        return { loss: states ? tf.mul<Tensor2D>(loss, states) : loss, explain: { residual: ofValue } }
      },
    }),
  },
})
