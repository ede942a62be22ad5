import { maskOf, spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import type { Draw } from '../../core/rng.ts'
import { oneHardProblem } from '../../core/trainings.ts'

/** How much a token wants to be kept. */
const rankings = {
  top: entropy => t => entropy[t]!,
  bottom: entropy => t => -entropy[t]!,
  random: (_, draw) => () => draw(),
} as const satisfies Record<string, (entropy: Float32Array, draw: Draw) => (t: number) => number>

/** Golden: Beyond-the-80-20-Rule-RLVR core_algos.get_global_entropy_top_mask (6f5dda6). */
export default defineMethod({
  id: 'entropy-top-mask',
  title: '80/20 rule (released)',
  paper: {
    title: 'Beyond the 80/20 rule: high-entropy minority tokens drive effective RL',
    id: '2506.01939',
    year: 2025,
  },
  idea: 'Give credit only to the share of tokens at which the policy hesitated most when it sampled, and average the loss over those alone.',
  formula: String.raw`\hat A_t = M_t\, \hat A_i, \quad M_t = \mathbb 1\big[H_t \text{ among the } \lceil q N \rceil \text{ largest of the batch}\big]`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    M_t: { is: 'kept', text: '1 for tokens that are trained' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of its response' },
    H_t: { is: 'oldEntropy', text: 'entropy of the next-token distribution when sampled' },
    q: { is: 'forkShare', text: 'share of tokens that is kept' },
    N: { is: 'tokens', text: 'tokens of the batch' },
  },
  claim:
    'Few tokens are forks, the rest follow from them. On fork-tokens the top 20 % learn as fast as all tokens although four fifths of the gradient are gone; the paper reports gains over full training for large models and parity for a smaller one.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Here dropped tokens leave the denominator: the kept ones weigh five times as much as under TRL’s reading (high-entropy-token-mask).',
    'The released code takes the entropy of the policy as it is at each update: entropy-top-now does.',
    'The share is of the whole batch: a response of routine tokens may get no gradient at all.',
    'A top-k breaks ties by position; a quantile keeps all of them.',
  ],
  versusGrpo: 'Credit only where the policy hesitated.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  shipped: ['trl'],
  training: oneHardProblem,
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['advantage', 'oldEntropy'],
      writes: ['trained'],
      params: {
        forkShare: number({
          label: 'Share of tokens kept',
          default: 0.2,
          paper: 0.2,
          min: 0.01,
          max: 1,
          note: 'At least one token is kept.',
        }),
        forkSide: choice({
          label: 'Which tokens',
          options: ['top', 'bottom', 'random'],
          default: 'top',
          meaning: {
            top: 'those of the highest entropy',
            bottom: 'those of the lowest: the paper’s counter-check',
            random: 'as many, drawn by lot',
          },
        }),
      },
      compute: (batch, { forkShare, forkSide }, { draw }) => {
        const own = maskOf(batch)
        const eligible = [...own.keys()].filter(t => own[t] === 1)
        const count = Math.max(1, Math.floor(forkShare * eligible.length + 0.9999))
        const kept = new Float32Array(own.length)
        const rank = rankings[forkSide](batch.oldEntropy, draw)
        const first = eligible.map(t => [rank(t), t] as const).sort(([a, s], [b, t]) => b - a || s - t)
        for (const [, t] of first.slice(0, count)) kept[t] = 1
        const share = spread(batch, batch.advantage)
        return {
          credit: share.map((a, t) => a * kept[t]!),
          columns: { trained: kept },
          explain: tokenColumns({ kept }),
        }
      },
    }),
  },
})
