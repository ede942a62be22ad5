import { advantage, defineMethod } from '../../core/method.ts'

/** Golden: RLVR-Decomposed compute_psr_nsr_outcome_advantage "positive", compute_policy_loss (a5d4e7c). */
export default defineMethod({
  id: 'psr',
  title: 'Positive sample reinforcement',
  paper: {
    title: 'The surprising effectiveness of negative reinforcement in LLM reasoning',
    id: '2506.01347',
    year: 2025,
  },
  idea: 'Learn from correct responses only: make them likelier and leave wrong ones alone.',
  formula: String.raw`\hat A_i = r_i, \qquad r_i \in \{0, 1\}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i: 1 when correct, else 0' },
    r_i: { is: 'reward', text: 'its reward' },
  },
  claim:
    'Best or near best at one try, worst at many: mass flows to solutions already found, entropy falls, and pass@k at large k drops below the base policy’s. Look at distinct correct answers.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The code expects rewards 0 and 1; with rewards -1 and 1 it is REINFORCE.',
    'Tokens of wrong responses stay in the denominator, so the update shrinks when few are correct.',
  ],
  versusGrpo: 'No baseline and no group: only what was correct is pushed, always by the same amount.',
  tasks: ['token-tree', 'countdown'],
  defaults: { dualClip: 0 },
  slots: {
    advantage: advantage({ compute: ({ reward }) => ({ advantage: reward.map(r => (Number.isNaN(r) ? 0 : r)) }) }),
  },
})
