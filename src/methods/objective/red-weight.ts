import type { Tensor2D } from '@tensorflow/tfjs-core'
import { plainRatio, weightedReinforce } from '../../core/formulas/rec.ts'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT rec_policy_loss.py (eedef4b). */
export default defineMethod({
  id: 'red-weight',
  title: 'RED-Weight',
  paper: {
    title:
      'Group-relative REINFORCE is secretly an off-policy algorithm: demystifying some myths about GRPO and its friends',
    id: '2509.24203',
    year: 2025,
  },
  idea: 'Weigh each response by the exponential of its advantage: praise counts more, blame less, and that is legitimate off-policy.',
  formula: String.raw`L = -e^{\hat A / T}\, \hat A\, \log \pi_t`,
  symbols: {
    '\\log \\pi_t': { is: 'logp', text: 'log-probability of token t' },
    '\\hat A': { is: 'credit', text: 'credit of the token: reward minus the group mean' },
    T: { is: 'temperatureOfWeight', text: 'how softly the weight follows the advantage' },
    'e^{\\hat A / T}': { is: 'weight', text: 'weight of the response' },
  },
  claim:
    'Learns from successes mainly, as supervised fine-tuning on good responses does, yet keeps a little of the push against failures. Lower T: faster, and entropy falls sooner.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: ['Rewards on a large scale overflow the exponential: keep advantages within a few units.'],
  versusGrpo: 'No clip and no ratio; an exponential weight instead.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  slots: {
    advantage: 'rec-reinforce',
    objective: objective({
      params: {
        temperatureOfWeight: number({ label: 'Softness T', default: 1, paper: 1, min: 0.1, max: 100, scale: 'log' }),
      },
      compute: (tf, tensors, { temperatureOfWeight }) => {
        const weight = tf.exp(tf.div<Tensor2D>(tensors.credit, temperatureOfWeight))
        return weightedReinforce(tf, tensors, { ratio: plainRatio(tf, tensors), weight })
      },
    }),
  },
})
