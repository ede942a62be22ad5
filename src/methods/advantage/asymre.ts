import { loneParam, perGroup } from '../../core/estimator.ts'
import { mean, pick } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT asymre_advantage.py (eedef4b). */
export default defineMethod({
  id: 'asymre',
  title: 'AsymRE',
  paper: {
    title: 'Asymmetric REINFORCE for off-policy reinforcement learning: balancing positive and negative rewards',
    id: '2506.20520',
    year: 2025,
  },
  idea: 'Lower the baseline a little below the mean, so that a stale batch teaches from successes more than from failures.',
  formula: String.raw`\hat A_i = r_i - (\operatorname{mean}(r) + \delta)`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
    '\\delta': { is: 'shift', text: 'shift of the baseline, below 0' },
  },
  claim:
    'The shift is the same as a pull towards what was sampled: every response of the batch is imitated a little. Above the mean the policy collapses on stale data, below it training is slower and stable. Slide δ through 0.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'A group of one keeps its raw reward in the released code.',
    'Silent groups are no longer silent: with every reward equal each response gets -δ.',
  ],
  versusGrpo: 'A lower baseline, no clip, no ratio.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  slots: {
    advantage: advantage({
      params: {
        shift: number({ label: 'Shift of the baseline δ', default: -0.1, paper: -0.1, min: -2, max: 2 }),
        lone: { ...loneParam, default: 'raw', paper: 'raw' },
      },
      compute: (batch, { shift, lone }) =>
        perGroup(batch, ['mean', 'baseline'], (members, out) => {
          const alone = members.length === 1
          const centre = mean(pick(batch.reward, members))
          for (const i of members) {
            out.mean[i] = centre
            out.baseline[i] = alone ? (lone === 'raw' ? 0 : centre) : centre + shift
            out.advantage[i] = batch.reward[i]! - out.baseline[i]!
          }
        }),
    }),
    objective: 'rec-reinforce',
  },
})
