import { rolloutOfToken } from '../../core/batch.ts'
import { discountToEnd } from '../../core/episode.ts'
import { advantage, credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: RLVR-Decomposed compute_psr_nsr_outcome_advantage "weighted", compute_policy_loss (a5d4e7c). */
export default defineMethod({
  id: 'w-reinforce',
  title: 'W-REINFORCE',
  paper: {
    title: 'The surprising effectiveness of negative reinforcement in LLM reasoning',
    id: '2506.01347',
    year: 2025,
  },
  idea: 'Punish wrong responses in full and reward correct ones a little: most of what negative reinforcement keeps, most of what positive reinforcement gains.',
  formula: String.raw`\hat A_i = \begin{cases} \lambda & r_i = 1 \\ -1 & r_i = 0 \end{cases}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\lambda': { is: 'positiveWeight', text: 'weight of correct responses; 1 is REINFORCE with ±1, 0 is NSR' },
  },
  claim:
    'With λ = 0.1, pass@1 close to PPO’s and pass@k at large k close to the base policy’s. Sweep λ from 0 to 1 and watch entropy and distinct correct answers fall.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'A reward that is neither 0 nor 1 keeps its value, so shaped rewards mix two scales.',
    'With a discount below 1 only correct responses are discounted; wrong ones stay at -1 everywhere.',
  ],
  versusGrpo: 'No group: fixed weights for correct and wrong instead of a baseline that moves with the pass rate.',
  tasks: ['token-tree', 'countdown'],
  defaults: { dualClip: 0 },
  slots: {
    advantage: advantage({
      params: {
        positiveWeight: number({ label: 'Weight of correct λ', default: 0.1, paper: 0.1, min: 0, max: 2 }),
      },
      compute: ({ reward }, { positiveWeight }) => ({
        advantage: reward.map(r => (r === 1 ? positiveWeight : r === 0 ? -1 : Number.isNaN(r) ? 0 : r)),
      }),
    }),
    credit: credit({
      needs: ['advantage'],
      params: {
        gamma: number({ label: 'Discount γ', default: 1, paper: 1, verl: 1, min: 0, max: 1, note: 'Per token.' }),
      },
      compute: (batch, { gamma }) => {
        const discount = discountToEnd(batch, gamma)
        const of = (i: number, t: number) => batch.advantage[i]! * (batch.reward[i] === 0 ? 1 : discount[t]!)
        return { credit: Float32Array.from(rolloutOfToken(batch), (i, t) => (batch.mask?.[t] === 0 ? 0 : of(i, t))) }
      },
    }),
  },
})
