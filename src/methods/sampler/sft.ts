import { credit, defineMethod, sampler } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { demonstrated } from './sft.math.ts'

/** Golden: Trinity-RFT algorithm/policy_loss_fn/sft_loss.py (0.6.0). */
export default defineMethod({
  id: 'sft',
  title: 'SFT',
  paper: { title: 'Training language models to follow instructions with human feedback', id: '2203.02155', year: 2022 },
  idea: 'Imitate: make every token of a demonstration likelier, whatever the policy itself would have said.',
  formula: String.raw`\mathcal L_t = -x_t \log\pi_\theta(y_t)`,
  symbols: {
    x_t: { is: 'credit', text: '1 for tokens of a demonstration, 0 for the policy’s own' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t' },
  },
  claim:
    'No reward, no exploration: it learns from the first iteration where RL finds nothing, and ends at the demonstrations. Those here show one right way, so that pass@1 rises and the number of distinct right answers falls: compare with GRPO on token-tree, and with rl-plus and chord, which mix both.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The gradient of an unlikely token is as large as that of a likely one: one surprising demonstration can undo much.',
    'The policy never meets its own mistakes: what it does after one is not trained.',
    'The curves of reward and entropy are those of the demonstrations; look at pass@1.',
  ],
  versusGrpo: 'Demonstrations instead of the policy’s own responses, and no reward.',
  tasks: ['modular-arithmetic', 'token-tree', 'countdown', 'fork-tokens'],
  standIn: 'The task’s own right answers are the demonstrations, in place of texts by people or a larger model.',
  shipped: ['trl', 'prime-rl', 'tinker', 'trinity', 'ms-swift', 'skyrl'],
  defaults: { demonstrations: 64 },
  conventions: { trinity: { emptyRows: 'count' } },
  slots: {
    sampler: sampler({
      params: {
        demonstrations: number({
          label: 'Demonstrations per group',
          default: 1,
          min: 0,
          max: 64,
          integer: true,
          reopens: true,
          note: 'So many of the group’s responses are right answers that the task gives; the policy draws the others.',
        }),
      },
      writes: ['external'],
      compute: (handle, problems, groupSize, { demonstrations }, context) =>
        demonstrated(handle, problems, groupSize, Math.min(demonstrations, groupSize), context.draw),
    }),
    credit: credit({
      needs: ['external'],
      writes: ['trained'],
      compute: ({ external, mask }) => {
        const shown = external.map((mark, t) => (mask?.[t] === 0 ? 0 : mark))
        return { credit: shown, columns: { trained: shown } }
      },
    }),
    objective: 'reinforce',
    aggregation: 'token-mean',
  },
})
