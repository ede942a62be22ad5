import { credit, defineMethod } from '../../core/method.ts'
import { guessing } from '../../core/trainings.ts'
import { igpoCredit, igpoParams } from './igpo.math.ts'

/** Golden: GuoqingWang1/IGPO core_algos.py and generation.py (bff163b); comparison by turns as in its later release. */
export default defineMethod({
  id: 'igpo',
  title: 'IGPO',
  paper: {
    title: 'Information gain-based policy optimization for multi-turn search agents',
    id: '2510.14967',
    year: 2025,
  },
  idea: 'Pay each turn what it adds to the belief in the right answer, so that a good question counts even in a lost game.',
  formula: String.raw`\hat A_t = \sum_{k \ge j} \gamma^{k-j}\, \frac{r_k - \mu}{\sigma}, \qquad r_k = b_{k+1} - b_k`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of a token of turn j' },
    '\\gamma': { is: 'discount', text: 'discount per turn' },
    r_k: { is: 'turnPaid', text: 'what turn k adds to the belief; of the last turn its outcome' },
    '\\mu': { is: 'turnMean', text: 'mean over the turns of the group' },
    '\\sigma': { is: 'turnSpread', text: 'their deviation' },
    b_k: { is: 'belief', text: 'belief in the right answer before turn k' },
  },
  claim:
    'Groups in which all games are lost, or all won, still teach which questions help: the paper reports the largest gains for small models. On twenty-questions it wins nearly all games after thirty iterations, GRPO three in five.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Compared jointly, many turns of little gain make the outcome a small part of the whole; compared apart, both count alike.',
    'The code’s first snapshot divides by nothing, knows no turns and takes the group’s mean at the same token.',
    'In the later code a turn whose gain is exactly 0 is no turn: its tokens join the next one. Here it is a turn that gained nothing.',
    'Belief from a policy that is itself trained moves while it is used as a yardstick.',
  ],
  versusGrpo: 'Adds a reward per turn, and credits each turn with what it and all later ones earn.',
  tasks: ['twenty-questions'],
  standIn:
    'Belief is reasoned out exactly by the task; the paper lets the policy read out the right answer after each turn and takes its probability.',
  training: guessing,
  slots: {
    credit: credit({ needs: ['belief'], params: igpoParams, compute: igpoCredit }),
  },
})
