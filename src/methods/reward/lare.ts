import { defineMethod, reward } from '../../core/method.ts'
import { keyDoor } from '../../core/trainings.ts'
import { lareParams, payFactors } from './lare.math.ts'

/** Golden: derived from thu-rllab/LaRe mujoco/reward_model/RD.py (332cbe9). */
export default defineMethod({
  id: 'lare',
  title: 'LaRe',
  paper: {
    title: 'Latent reward: LLM-empowered credit assignment in episodic reinforcement learning',
    id: '2412.11120',
    year: 2024,
  },
  idea: 'Describe every turn by a few factors that somebody wrote down, learn how much each factor is worth from outcomes alone, and pay turns by that.',
  formula: String.raw`\hat r_t = w^{\top} \varphi_t, \qquad w = \arg\min \operatorname{mean}_i \Bigl(\operatorname{mean}_{t} \hat r_{t} - \frac{R_i}{\text{turns}}\Bigr)^2`,
  symbols: {
    '\\hat r_t': { is: 'turnPaid', text: 'what turn t is paid' },
    '\\varphi_t': {
      is: 'subgoal',
      text: 'its factors: the subgoal that it is the first to reach, and whether it did anything',
    },
    R_i: { is: 'reward', text: 'outcome of the episode' },
  },
  claim:
    'Few factors are learned from few episodes, where a table of all states would need to see each of them. Look in the credit map of the grid whether fetching the key comes to be paid, although only the door is.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Factors that always come together share their worth as chance has it.',
    'What no factor describes is paid to whatever happens beside it.',
    'Until an episode has succeeded all weights are 0, and nothing is paid.',
  ],
  versusGrpo: 'A learned pay per turn, a critic and PPO’s credit take the place of the group’s mean.',
  tasks: ['key-door-grid'],
  standIn:
    'The factors are the subgoals of a rule of the task and whether a turn changed the world, where the paper lets a language model write the code that computes them; their weights are found by least squares, where the paper trains a network.',
  training: keyDoor,
  slots: {
    reward: reward({
      needs: ['subgoal', 'stateKey'],
      params: lareParams,
      compute: (batch, params, { state }) => payFactors(batch, params, state),
    }),
    credit: 'ppo',
    objective: 'ppo',
    regulariser: 'ppo',
  },
})
