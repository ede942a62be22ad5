import type { Tensor2D } from '@tensorflow/tfjs-core'
import { perGroup } from '../../core/estimator.ts'
import { centresOf, spreadParams, spreadsOf } from '../../core/formulas/standing.ts'
import { clippedSurrogate, ratioOf } from '../../core/formulas/surrogate.ts'
import { advantage, defineMethod, objective } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { inPasses } from '../../core/trainings.ts'
import { bandParams } from './loop.math.ts'

/** Golden: LOOP phi_agents/rl/train.py, _compute_adv_estimates, _ppo_loss, _surrogate_loss (6ade7b9). */
export default defineMethod({
  id: 'loop',
  title: 'LOOP',
  paper: { title: 'Reinforcement learning for long-horizon interactive LLM agents', id: '2502.01600', year: 2025 },
  idea: 'Leave-one-out baseline, PPO’s clip, several passes over the same responses: an agent’s learner with a single copy of the model in memory.',
  formula: String.raw`\hat A_i = r_i - \frac{1}{m-1}\sum_{j \ne i} r_j, \qquad \rho_t \in \Bigl[\tfrac{1}{1+\varepsilon},\ 1+\varepsilon\Bigr]`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\frac{1}{m-1}\\sum_{j \\ne i} r_j': { is: 'baseline', text: 'mean reward of the other responses' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\varepsilon': { is: 'bandOfRatio', text: 'width of the clip, the same factor either way' },
  },
  claim:
    'Two to four passes over each batch reach a success rate with fewer episodes than RLOO’s single pass, and without the clip several passes diverge. Compare reward per sampled episode, not per update.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The clip’s lower edge is 1/(1+ε), not 1-ε: 0.909, not 0.9. It bounds ratios of tokens as released; the paper speaks of turns.',
    'Responses with |advantage| below 0.01 are left out of the original’s batch; here they weigh 0 but still count in its mean.',
  ],
  versusGrpo: 'Leave-one-out mean without division by the spread, and a clip that is symmetric as a factor.',
  tasks: ['bandit', 'token-tree'],
  training: inPasses(2),
  slots: {
    advantage: advantage({
      params: {
        baselineOver: choice({
          label: 'Baseline over',
          options: ['others', 'all'],
          default: 'others',
          paper: 'others',
          note: 'Whether the response itself counts in its baseline.',
        }),
        divideBy: choice({
          label: 'Divide by',
          options: ['nothing', 'deviation'],
          default: 'nothing',
          paper: 'nothing',
          note: 'The deviation makes it GRPO’s scale.',
        }),
        ...spreadParams,
        ignoreBelow: number({
          label: 'Smallest kept',
          default: 0.01,
          paper: 0.01,
          min: 0,
          max: 1,
          note: 'Less is 0.',
          aside: true,
        }),
      },
      compute: (batch, { baselineOver, divideBy, ignoreBelow, ...over }) =>
        perGroup(batch, ['baseline'], (members, out) => {
          const centres = centresOf(batch.reward, members, baselineOver)
          const spreads = divideBy === 'deviation' ? spreadsOf(batch.reward, members, 0, over, centres) : undefined
          members.forEach((i, k) => {
            out.baseline[i] = centres[k]!
            const value = (batch.reward[i]! - out.baseline[i]!) / (spreads ? Math.max(spreads[k]!, 1e-7) : 1)
            out.advantage[i] = Math.abs(value) < ignoreBelow ? 0 : value
          })
        }),
    }),
    objective: objective({
      params: bandParams,
      oneRatio: ({ ratioOver }) => ratioOver === 'response',
      compute: (tf, { now, oldLogp, credit, mask }, { bandOfRatio, ratioOver, loopClip }) => {
        const over = (x: Tensor2D): Tensor2D => (ratioOver === 'token' ? x : tf.mul(tf.sum(x, 1, true), mask))
        const ratio = ratioOf(tf, over(now.logp), over(oldLogp), 0)
        if (loopClip === 'off') return { loss: tf.neg(tf.mul<Tensor2D>(ratio, credit)), explain: { ratio } }
        const clips = { clipLow: 1 - 1 / (1 + bandOfRatio), clipHigh: bandOfRatio, dualClip: 0 }
        return clippedSurrogate(tf, ratio, credit, clips)
      },
    }),
    aggregation: 'seq-mean-token-mean',
  },
})
