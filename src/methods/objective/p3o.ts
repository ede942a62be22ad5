import type { Tensor2D } from '@tensorflow/tfjs-core'
import { clipParams, detach } from '../../core/formulas/surrogate.ts'
import { defineMethod, objective, type Tf } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { differences, indicator, meanOverPairs, rowSum } from '../../core/rows.ts'

/** [n, n] half of each pair's lead in log-ratio times its gap in reward; 0 where it leads by more than log `edge` already. */
function jointly(tf: Tf, logRatio: Tensor2D, gap: Tensor2D, edge: number): Tensor2D {
  const lead = differences(tf, logRatio)
  const open = indicator(tf, tf.lessEqual(tf.mul(tf.sign(gap), detach(tf, lead)), Math.log(edge)))
  return tf.mul<Tensor2D>(tf.mul(tf.mul(open, gap), lead), 0.5)
}

/** Golden: p3o-pairs (derived from the paper, separate clipping). */
export default defineMethod({
  id: 'p3o',
  title: 'P3O',
  paper: { title: 'Pairwise proximal policy optimization', id: '2310.00212', year: 2023 },
  idea: 'Push the better of two responses up exactly as hard as the worse one down, each within PPO’s band of its own probability ratio.',
  formula: String.raw`\tfrac12 \Big[\min\big(\rho_i d,\ \operatorname{clip}(\rho_i, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}})\, d\big) + \min\big(-\rho_j d,\ -\operatorname{clip}(\rho_j, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}})\, d\big)\Big], \quad d = r_i - r_j`,
  symbols: {
    '\\rho_i': {
      is: 'ratio',
      text: 'probability of the whole response now over then',
    },
    r_i: { is: 'reward', text: 'reward of response i' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Adding any number to all rewards of a problem changes nothing, so a reward model’s offset per prompt cannot mislead it; PPO with a badly fitted baseline drifts. Add an offset to the rewards and compare the two curves: this one stays where it was.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'The form of the clip and ε 0.2 are read from secondary sources, not from released code.',
    'Ratios are of summed log-probabilities: long responses reach the band at once.',
    'The paper’s penalty on the distance to the reference is KL β here.',
    'Over a whole group it is REINFORCE with a leave-one-out baseline, times G/(2(G - 1)).',
  ],
  versusGrpo: 'Pairwise reward differences and ratios of whole responses instead of standardised advantages.',
  tasks: ['bandit', 'modular-arithmetic'],
  defaults: { emptyRows: 'count' },
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'seq-mean-token-mean',
    objective: objective({
      needs: ['group', 'reward'],
      params: {
        clipLow: clipParams.clipLow,
        clipHigh: clipParams.clipHigh,
        pairClip: choice({
          label: 'Clip',
          options: ['separate', 'joint'],
          default: 'separate',
          aside: true,
          meaning: {
            separate: 'each response by its own ratio',
            joint: 'the pair: nothing once the better one leads by log((1 + high) / (1 - low)) more than it did',
          },
        }),
      },
      compute: (tf, tensors, { clipLow, clipHigh, pairClip }) => {
        const { now, oldLogp, reward, group } = tensors
        const logRatio = tf.clipByValue<Tensor2D>(rowSum(tf, tf.sub<Tensor2D>(now.logp, oldLogp)), -20, 20)
        const ratio = tf.exp(logRatio)
        const clipped = tf.clipByValue<Tensor2D>(ratio, 1 - clipLow, 1 + clipHigh)
        const gap = differences(tf, reward)
        // Row i holds its own half of every pair it is in.
        const apart = () => tf.minimum<Tensor2D>(tf.mul(ratio, gap), tf.mul(clipped, gap))
        const half = pairClip === 'separate' ? apart() : jointly(tf, logRatio, gap, (1 + clipHigh) / (1 - clipLow))
        const left = indicator(tf, tf.notEqual(ratio, clipped))
        return {
          loss: meanOverPairs(tf, tf.mul<Tensor2D>(half, -0.5), group, tensors),
          explain: { ratio, outside: left },
        }
      },
    }),
  },
})
