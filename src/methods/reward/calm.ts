import { defineMethod, reward } from '../../core/method.ts'
import { keyDoor } from '../../core/trainings.ts'
import { calmParams, paySubgoals } from './calm.math.ts'

/** Golden: derived from the abstract of arXiv 2409.12798. */
export default defineMethod({
  id: 'calm',
  title: 'CALM',
  paper: {
    title: 'Assessing the zero-shot capabilities of LLMs for action evaluation in RL',
    id: '2409.12798',
    year: 2024,
  },
  idea: 'Let somebody who knows the task name its subgoals, and pay a little whenever a turn reaches one, so that long ways need not be found whole.',
  formula: String.raw`r'_t = r_t + \lambda\, g_t`,
  symbols: {
    "r'_t": { is: 'turnPaid', text: 'what turn t is paid' },
    r_t: { is: 'worldPaid', text: 'what the world pays for it' },
    '\\lambda': { is: 'subgoalReward', text: 'reward of a subgoal' },
    g_t: { is: 'reached', text: '1 if the turn reaches a subgoal' },
  },
  claim:
    'Preliminary in the paper, which asks whether language models name subgoals well. Here, paid once, subgoals bring success on the grid within twenty iterations, where REINFORCE++ often needs longer; paid always, the same subgoals are farmed: episodes walk to and fro until time is up, and none arrives.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'A subgoal that can be reached again can be farmed: paid always, and more than the end, walking to and fro is the best policy.',
    'Whoever names subgoals may be wrong: the rule here calls the door one even before the key is found.',
  ],
  versusGrpo: 'Adds a reward for subgoals, and credits each turn with what is paid from it on.',
  tasks: ['key-door-grid'],
  standIn: 'A rule of the task names the subgoals, where the paper asks a language model about each transition.',
  training: keyDoor,
  slots: {
    reward: reward({ needs: ['turnReward', 'subgoal'], params: calmParams, compute: paySubgoals }),
    credit: 'reinforce-plus-plus',
  },
})
