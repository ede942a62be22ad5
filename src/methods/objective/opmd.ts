import type { Tensor2D } from '@tensorflow/tfjs-core'
import { loneParam, perGroup } from '../../core/estimator.ts'
import { logSumExp, mean, pick } from '../../core/math.ts'
import { advantage, defineMethod, objective } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT opmd_policy_loss.py, opmd_advantage.py (eedef4b). */
export default defineMethod({
  id: 'opmd',
  title: 'OPMD',
  paper: {
    title:
      'Group-relative REINFORCE is secretly an off-policy algorithm: demystifying some myths about GRPO and its friends',
    id: '2509.24203',
    year: 2025,
  },
  idea: 'Policy mirror descent as Trinity-RFT first wrote it: centred rewards, plain log-probabilities, and a loss divided by one plus the temperature.',
  formula: String.raw`L = -\frac{\hat A\, \log \pi_t}{1 + \tau_L}, \qquad \hat A_i = r_i - b`,
  symbols: {
    '\\hat A': { is: 'credit', text: 'credit of the token' },
    '\\log \\pi_t': { is: 'logp', text: 'log-probability of token t' },
    b: { is: 'baseline', text: 'mean reward, or a soft maximum of the rewards' },
    '\\tau_L': { is: 'lossTau', text: 'strength of the pull to the old policy, as far as it survives here' },
    r_i: { is: 'reward', text: 'reward of response i' },
  },
  claim:
    'The temperature only divides the loss, so with Adam it changes almost nothing. With the soft maximum as baseline only the best responses are praised, the lower the temperature the fewer.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: [
    'A group of one keeps its raw reward in the released code.',
    'The regulariser of mirror descent is gone from this form; REP with k2 and Kimi k1.5 have it.',
  ],
  versusGrpo: 'No clip, no ratio, no division by the spread.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  slots: {
    advantage: advantage({
      params: {
        baselineOf: choice({
          label: 'Baseline',
          options: ['mean', 'soft-max'],
          default: 'mean',
          note: 'The soft maximum lies above the mean.',
        }),
        baselineTau: number({
          label: 'Softness of the maximum',
          default: 1,
          min: 0,
          max: 100,
          scale: 'log',
          note: 'Large is the mean, small the best response; 0 is the best itself.',
        }),
        lone: { ...loneParam, default: 'raw', paper: 'raw' },
      },
      compute: (batch, { baselineOf, baselineTau, lone }) =>
        perGroup(batch, ['baseline'], (members, out) => {
          const rewards = pick(batch.reward, members)
          const soft = () => (baselineTau === 0 ? Math.max(...rewards) : softened())
          const softened = () => baselineTau * (logSumExp(rewards.map(r => r / baselineTau)) - Math.log(rewards.length))
          const alone = members.length === 1 && lone === 'raw'
          for (const i of members) {
            out.baseline[i] = alone ? 0 : baselineOf === 'mean' ? mean(rewards) : soft()
            out.advantage[i] = batch.reward[i]! - out.baseline[i]!
          }
        }),
    }),
    objective: objective({
      params: { lossTau: number({ label: 'Temperature τ', default: 1, paper: 1, min: 0, max: 100 }) },
      compute: (tf, { now, credit }, { lossTau }) => ({
        loss: tf.div<Tensor2D>(tf.neg(tf.mul<Tensor2D>(credit, now.logp)), 1 + lossTau),
      }),
    }),
  },
})
