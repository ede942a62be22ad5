import { maskOf, spread } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { trainedOf } from '../../core/formulas/rejected.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { keptResponses } from './rft.math.ts'

/**
 * Golden: rlhf-book ReinforceLoss on raw rewards (a66b0bf); prime-rl ce_loss_fn (559b447); Trinity-RFT SFTLossFn (0.6.0):
 * three denominators.
 */
export default defineMethod({
  id: 'rft',
  title: 'Rejection fine-tuning',
  paper: {
    title: 'RAFT: reward ranked finetuning for generative foundation model alignment',
    id: '2304.06767',
    year: 2023,
  },
  idea: 'Sample, throw the wrong answers away, and imitate what is left: supervised learning on the policy’s own successes (RFT, RAFT, STaR, expert iteration).',
  formula: String.raw`\mathcal L = -\operatorname*{mean}_{i\,:\,k_i = 1}\ \log\pi_\theta(y_i \mid x), \qquad k_i = \mathbb 1[r_i > c]`,
  symbols: {
    k_i: { is: 'kept', text: '1 where response i is imitated' },
    r_i: { is: 'reward', text: 'its reward' },
    c: { is: 'keepAbove', text: 'what a reward must exceed' },
    '\\log\\pi_\\theta(y_i \\mid x)': { is: 'logp', text: 'log-probability of its tokens' },
  },
  claim:
    'The first rounds gain quickly and no wrong answer can hurt. Without a negative signal the policy sharpens around solutions it already has: entropy and the number of distinct right answers fall faster than under GRPO, and problems nobody solves stay unsolved.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Three denominators under one name: rlhf-book keeps wrong answers in the mean over responses, so the update shrinks when few are right; prime-rl averages over the tokens of the right answers, Trinity-RFT over right answers.',
    'STaR starts each round again from the base model; here training goes on, as in RAFT.',
    'Easy problems fill the data: most of what is kept comes from problems that need no more practice.',
  ],
  versusGrpo: 'No baseline and no negative signal: only what was right is learned from, as in supervised learning.',
  tasks: ['token-tree', 'countdown', 'modular-arithmetic'],
  shipped: ['trinity', 'prime-rl'],
  conventions: {
    paper: { aggregation: 'seq-mean-token-mean' },
    trinity: { aggregation: 'seq-mean-token-mean' },
  },
  slots: {
    credit: credit({
      needs: ['advantage'],
      writes: ['trained'],
      params: {
        keepAbove: number({ label: 'Keep rewards above', default: 0, min: -100, max: 100 }),
        keepWhich: choice({
          label: 'Imitate',
          options: ['above', 'best'],
          default: 'above',
          meaning: { above: 'every response that is good enough', best: 'the best of each group (RAFT)' },
        }),
        keptWeight: choice({
          label: 'Weight of a kept response',
          options: ['one', 'reward'],
          default: 'one',
          meaning: { one: '1', reward: 'its reward' },
        }),
        rejected: choice({
          label: 'Rejected responses',
          options: ['left out', 'counted'],
          default: 'left out',
          meaning: { 'left out': 'no average knows of them', counted: 'count as zero loss in every average' },
        }),
      },
      compute: (batch, { keepAbove, keepWhich, keptWeight, rejected }) => {
        const kept = keptResponses(batch, keepWhich, keepAbove)
        const weight = kept.map((own, i) => (keptWeight === 'one' ? own : own * batch.reward[i]!))
        const trained = rejected === 'counted' ? maskOf(batch) : trainedOf(batch, kept)
        return { credit: spread(batch, weight), columns: { trained }, explain: rolloutColumns(['kept'], { kept }) }
      },
    }),
    objective: 'reinforce',
  },
})
