import type { Tensor2D } from '@tensorflow/tfjs-core'
import { defineMethod, objective } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { groupMean, rowSum, toTokens } from '../../core/rows.ts'

/** Golden: FoR BlocksWorld tb_loss (84c8f82). */
export default defineMethod({
  id: 'flow-of-reasoning',
  title: 'Flow of reasoning',
  paper: {
    title: 'Flow of reasoning: training LLMs for divergent reasoning with minimal examples',
    id: '2406.05673',
    year: 2024,
  },
  idea: 'Balance flows: the log-probability of every response should equal its log-reward up to one constant per problem, so that responses are sampled in proportion to reward.',
  formula: String.raw`\mathcal L_i = \big(s_i - \operatorname{mean}(s)\big)^2, \quad s_i = \sum_t \log\pi_\theta(y_t) - \tau \log(r_i + \varepsilon)`,
  symbols: {
    s_i: { is: 'imbalance', text: 'log-probability minus log-reward of response i' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of its token t' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\varepsilon': { is: 'rewardFloor', text: 'keeps failures at a small positive reward' },
    '\\tau': { is: 'rewardTemperature', text: 'sharpens the reward' },
  },
  claim:
    'The loss is 0 exactly when the policy samples in proportion to reward, whoever sampled the data: no importance weights. On the token tree all correct leaves should keep equal shares, where GRPO ends with one; failures keep the share that the floor gives them.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The variance form needs two responses per problem: a group of one gives 0.',
    'The floor decides how much failure remains: with 0.01 and one success in a hundred responses half the mass may fail.',
    'The released step passes one backward log-probability only; in the variance form it cancels.',
    'Replay, tempered sampling and local search, half of the method’s success, are not part of this recipe.',
  ],
  versusGrpo: 'Squared imbalance of log-probability and log-reward; no advantage, no ratio.',
  tasks: ['token-tree', 'bandit'],
  standIn: 'Responses come from the policy alone; the paper adds a replay buffer, tempered sampling and local search.',
  defaults: { emptyRows: 'count' },
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      needs: ['group', 'reward'],
      params: {
        rewardFloor: number({
          label: 'Reward floor ε',
          default: 0.01,
          paper: 0.001,
          min: 0.000001,
          max: 1,
          scale: 'log',
        }),
        rewardTemperature: number({
          label: 'Reward exponent τ',
          default: 1,
          paper: 1,
          min: 0.01,
          max: 10,
          note: 'The paper raises it from 1 to 2.',
        }),
        flowConstant: choice({
          label: 'Constant log Z',
          options: ['group', 'zero'],
          default: 'group',
          meaning: { group: 'mean imbalance of the group', zero: 'none' },
        }),
      },
      compute: (tf, tensors, { rewardFloor, rewardTemperature, flowConstant }) => {
        const { now, reward, group } = tensors
        const logReward = tf.log(tf.add<Tensor2D>(tf.maximum(reward, 0), rewardFloor))
        const imbalance = tf.sub<Tensor2D>(rowSum(tf, now.logp), tf.mul(logReward, rewardTemperature))
        const centre = flowConstant === 'group' ? groupMean(tf, group, imbalance) : tf.zerosLike(imbalance)
        return { loss: toTokens(tf, tf.square(tf.sub<Tensor2D>(imbalance, centre)), tensors), explain: { imbalance } }
      },
    }),
  },
})
