import { advantage, defineMethod } from '../../core/method.ts'

/** Golden: RLVR-Decomposed compute_psr_nsr_outcome_advantage "negative", compute_policy_loss (a5d4e7c). */
export default defineMethod({
  id: 'nsr',
  title: 'Negative sample reinforcement',
  paper: {
    title: 'The surprising effectiveness of negative reinforcement in LLM reasoning',
    id: '2506.01347',
    year: 2025,
  },
  idea: 'Learn from wrong responses only: make them rarer, and let the freed probability go to whatever the policy already found plausible.',
  formula: String.raw`\hat A_i = r_i - 1, \qquad r_i \in \{0, 1\}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i: 0 when correct, else -1' },
    r_i: { is: 'reward', text: 'its reward' },
  },
  claim:
    'Without ever rewarding a correct response it raises pass@1, and keeps the base policy’s pass@k at large k. Entropy stays up where the policy was undecided; tokens it was sure of are hardly touched.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Long training on wrong responses alone degrades the policy; the authors say so.',
    'It does not always raise entropy: punishing an unlikely token sharpens the rest.',
    'The code expects rewards 0 and 1; a reward above 1 would be pushed up.',
  ],
  versusGrpo: 'No baseline and no group: correct responses have no gradient, wrong ones always the same.',
  tasks: ['token-tree', 'countdown'],
  defaults: { dualClip: 0 },
  slots: {
    advantage: advantage({ compute: ({ reward }) => ({ advantage: reward.map(r => (Number.isNaN(r) ? 0 : r - 1)) }) }),
  },
})
