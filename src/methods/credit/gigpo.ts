import { advantage, credit, defineMethod } from '../../core/method.ts'
import { keyDoor } from '../../core/trainings.ts'
import { episodeParams, episodeStandings, stepParams, stepStandings } from './gigpo.math.ts'

/** Golden: DrMAS gigpo/core_gigpo.py compute_gigpo_outcome_advantage, episode_norm_reward, step_norm_reward (f56e190). */
export default defineMethod({
  id: 'gigpo',
  title: 'GiGPO',
  paper: { title: 'Group-in-group policy optimization for LLM agent training', id: '2505.10978', year: 2025 },
  idea: 'Compare whole episodes with their siblings, and each turn with other turns that began in the same state of the world.',
  formula: String.raw`\hat A_t = \hat A_i + \omega\, \frac{D_j - \mu_s}{\sigma_s}`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of a token of turn j' },
    '\\hat A_i': { is: 'advantage', text: 'how its episode stands among its siblings' },
    '\\omega': { is: 'stepWeight', text: 'weight of the comparison within a state' },
    D_j: { is: 'stepReturn', text: 'discounted reward from turn j on' },
    '\\mu_s': { is: 'stateMean', text: 'mean return of all turns that began in this state' },
    '\\sigma_s': { is: 'stateSpread', text: '1, or their deviation' },
  },
  claim:
    'States that several episodes pass through are groups for free. An episode that runs in circles is punished where it does so, even among siblings that all succeed: watch success and length of episodes on the grid beside GRPO.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The released code takes the mean of episodes over turns, so long episodes count more; the paper’s equation takes it over episodes.',
    'A state that nobody else visits teaches nothing: where states never repeat this is GRPO.',
    'The released code can also group states whose texts are alike (difflib ratio); here states are equal or not.',
    'One turn alone in its group keeps its episode’s reward undivided.',
  ],
  versusGrpo: 'Adds, turn by turn, the comparison with turns that began in the same state.',
  tasks: ['key-door-grid'],
  training: keyDoor,
  slots: {
    advantage: advantage({
      params: episodeParams,
      compute: episodeStandings,
    }),
    credit: credit({
      needs: ['advantage', 'turnReward', 'stateKey'],
      params: stepParams,
      compute: stepStandings,
    }),
  },
})
