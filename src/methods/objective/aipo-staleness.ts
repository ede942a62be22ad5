import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach, ratioOf } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { indicator } from '../../core/rows.ts'
import { staleSampler } from '../../core/trainings.ts'

/** Golden: torchforge reinforce_loss (6e77f0b), and cases derived from the paper. */
export default defineMethod({
  id: 'aipo-staleness',
  title: 'AIPO',
  paper: {
    title: 'LlamaRL: a distributed asynchronous reinforcement learning framework',
    id: '2505.24034',
    year: 2025,
  },
  idea: 'Learn from responses that an older policy sampled: weigh each token by how much likelier it is now, up to a cap, and never throw one away.',
  formula: String.raw`\mathcal L_t = -\operatorname{sg}[w_t]\, \hat A_t \log\pi_\theta(y_t), \quad w_t = \operatorname{clip}\Big(\frac{\pi_\theta(y_t)}{\pi_{\text{sampler}}(y_t)},\, f,\, \rho\Big)`,
  symbols: {
    w_t: { is: 'weight', text: 'importance weight, without gradient' },
    '\\hat A_t': { is: 'credit', text: 'reward minus the group’s mean' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability now' },
    '\\pi_{\\text{sampler}}(y_t)': { is: 'samplerProbability', text: 'probability when sampled' },
    f: { is: 'staleFloor', text: 'least weight; the paper has none' },
    '\\rho\\Big)': { is: 'staleCap', text: 'largest weight' },
  },
  claim:
    'Let the sampler be renewed every 100 iterations only, as in asynchronous training: without weights the same data teach less. The speed-up that pays for it cannot be shown in one browser tab.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'The paper has an upper cap only; torchforge clamps to 0.1 and 10, which also keeps dead tokens alive.',
    'The weight is against the sampler, not against the start of the update: log both.',
    'The paper’s abstract is about speed, sampling and training side by side, and does not name AIPO: the correction is a means to that.',
    'A cap below 1 merely scales the learning rate.',
  ],
  versusGrpo: 'A capped weight against the sampler instead of the clip; no division by the spread.',
  tasks: ['bandit', 'modular-arithmetic'],
  training: staleSampler,
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'token-mean',
    objective: objective({
      needs: ['samplerLogp'],
      params: {
        staleFloor: number({ label: 'Least weight', default: 0, paper: 0, min: 0, max: 1 }),
        staleCap: number({
          label: 'Largest weight ρ',
          default: 4,
          min: 0.01,
          max: 100,
          scale: 'log',
          note: 'The paper uses 2 to 10.',
        }),
      },
      compute: (tf, { now, samplerLogp, credit, mask }, { staleFloor, staleCap }) => {
        const ratio = ratioOf(tf, now.logp, samplerLogp, 20)
        const weight = detach(tf, tf.clipByValue<Tensor2D>(ratio, staleFloor, staleCap))
        const capped = tf.mul<Tensor2D>(indicator(tf, tf.greater(ratio, staleCap)), mask)
        return { loss: tf.neg(tf.mul<Tensor2D>(tf.mul(weight, credit), now.logp)), explain: { weight, capped } }
      },
    }),
  },
})
