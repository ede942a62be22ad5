import type { Tensor2D } from '@tensorflow/tfjs-core'
import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { rowSum } from '../../core/rows.ts'
import { setLoss } from './gepo-equivalent.math.ts'

/** Golden: derived from sections 3.2 and 3.3 of the paper. */
export default defineMethod({
  id: 'gepo-equivalent',
  title: 'GEPO of equivalents',
  paper: {
    title: 'Group equivalent preference optimization in online and offline reinforcement learning for code translation',
    id: '2505.12723',
    year: 2025,
  },
  idea: 'Many responses can be right in different words: raise all of them together above the wrong ones, and keep them close to each other.',
  formula: String.raw`\mathcal L = -\log\sigma\Big(\operatorname{mean}_{w} r - \operatorname{mean}_{l} r\Big) + \lambda\, v, \quad r = \beta\, l`,
  symbols: {
    r: { is: 'implicitReward', text: 'scaled log-ratio of a response to the reference; w are right, l are wrong' },
    v: { is: 'spread', text: 'variance of r over the right ones' },
    l: { is: 'logRatioToRef', text: 'log-ratio of a response to the reference' },
    '\\beta': { is: 'setBeta', text: 'how much margin is worth' },
    '\\lambda': { is: 'spreadPenalty', text: 'price of liking some right ones more than others' },
  },
  claim:
    'Sets are compared instead of pairs, and the penalty keeps one right response from taking all. With one of each it is DPO. The paper reports better code translation from groups of programs that do the same.',
  panel: 'groups',
  confidence: 'paper-verified',
  pitfalls: [
    'Whether the variance is taken before or after scaling by β is not told; here after.',
    'Groups in which all are right, or none is, teach nothing.',
  ],
  versusGrpo: 'Right against wrong as two sets in a logistic loss against the reference.',
  standIn:
    'Winners are whatever the verifier calls right among the policy’s own responses; the paper has programs that were compiled with different optimisations, and mixes the loss into REINFORCE++ with a small weight.',
  tasks: ['token-tree', 'bandit', 'modular-arithmetic'],
  slots: {
    aggregation: 'token-sum',
    objective: objective({
      needs: ['group', 'reward', 'refLogp'],
      params: {
        setBeta: number({ label: 'Margin β', default: 0.1, min: 0.001, max: 10, scale: 'log' }),
        spreadPenalty: number({ label: 'Penalty on spread λ', default: 1, paper: 1, min: 0, max: 100 }),
        winnersFrom: number({
          label: 'Right from a reward of',
          default: 0.5,
          min: -1,
          max: 1,
          aside: true,
          note: 'Responses that earned at least this are the winners of their group.',
        }),
      },
      compute: (tf, tensors, { setBeta, spreadPenalty, winnersFrom }) => {
        const logRatioToRef = rowSum(tf, tf.sub<Tensor2D>(tensors.now.logp, tensors.refLogp))
        const reward = tf.mul<Tensor2D>(logRatioToRef, setBeta)
        const { loss, margin, spread } = setLoss(tf, tensors, reward, spreadPenalty, winnersFrom)
        return { loss, explain: { logRatioToRef, implicitReward: reward, setMargin: margin, spread } }
      },
    }),
  },
})
