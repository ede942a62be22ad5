import { maskOf, spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import {
  discriminator,
  discriminatorParams,
  logpOfDiscriminator,
  momentsOf,
} from '../../core/formulas/entropy-change.ts'
import { sum } from '../../core/math.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'

/** Golden: Trinity-RFT algorithm/advantage_fn/clipv_advantage.py (0.6.0). */
export default defineMethod({
  id: 'clip-v',
  title: 'Clip-V',
  paper: {
    title: 'On the entropy dynamics in reinforcement fine-tuning of large language models',
    id: '2602.03392',
    year: 2026,
  },
  idea: 'Hold each token’s effect on the entropy against what the policy’s own tokens do on average there, and leave out the few failures that cost most.',
  formula: String.raw`d_t = \textstyle\sum_v p_v S_v - S_t, \qquad \hat A_t = \hat A_i \ \text{ unless } \ \hat A_i < 0 \ \text{ and } \ d_t > \mu\, \sigma_d`,
  symbols: {
    d_t: { is: 'shortfall', text: 'how far the token’s S lies below the mean of its place' },
    '\\textstyle\\sum_v p_v S_v': { is: 'expectedS', text: 'S averaged over all tokens that could stand there' },
    S_t: { is: 'discriminator', text: 'how fast the entropy falls as the token becomes likelier; negative: it rises' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t; tokens that are left out train nothing' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of its response' },
    '\\mu': { is: 'clipWidth', text: 'how many deviations is too far' },
    '\\sigma_d': { is: 'deviationD', text: 'deviation of d over all tokens of the batch' },
  },
  claim:
    'Under GRPO the entropy changes in proportion to S minus its mean under the policy, so that d is the exact first-order cost of blaming a token. Lower μ to 1 and raise the largest share: the entropy falls more slowly than GRPO’s. At the defaults one token per batch is left out at most.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Trinity also leaves out tokens with advantage 0, and these escape the limit on the share: a batch of equal rewards loses many, which changes averages and nothing else.',
    'The limit of 1 in 10,000 is made for batches of a million tokens; at least one token may always be left out.',
    'd is not centred: where the mean of d is far from 0 the rule looks at one side only.',
  ],
  versusGrpo:
    'A few punished tokens are left out: those whose punishment costs most entropy, compared with their place.',
  tasks: ['fork-tokens', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  conventions: { trinity: { epsilon: 1e-6, lone: 'raw' } },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['advantage', 'oldLogp', 'oldEntropy', 'expectedS'],
      writes: ['trained'],
      params: {
        clipWidth: number({ label: 'Width μ', default: 8.5, paper: 8.5, by: { trinity: 8.5 }, min: 0, max: 20 }),
        mostOut: number({
          label: 'Largest share left out',
          default: 1e-4,
          by: { trinity: 1e-4 },
          min: 0,
          max: 1,
          scale: 'log',
          note: 'Of all tokens; at least one may always be left out.',
        }),
        silentOut: choice({
          label: 'Tokens with advantage 0',
          options: ['keep', 'leave out'],
          default: 'keep',
          by: { trinity: 'leave out' },
          meaning: { keep: 'they count in averages', 'leave out': 'as failures are, however many' },
        }),
        ...discriminatorParams,
      },
      compute: (batch, { clipWidth, mostOut, silentOut, ...of }) => {
        const [base, mask] = [spread(batch, batch.advantage), maskOf(batch)]
        const signal = discriminator(logpOfDiscriminator(batch, of), batch.oldEntropy)
        const shortfall = signal.map((s, t) => batch.expectedS[t]! - s)
        const { deviation } = momentsOf(batch, shortfall)
        const far = [...base.keys()].filter(t => mask[t] === 1 && shortfall[t]! > clipWidth * deviation)
        const worst = far.filter(t => base[t]! < 0).sort((a, b) => shortfall[b]! - shortfall[a]!)
        const silent = silentOut === 'keep' ? [] : far.filter(t => base[t] === 0)
        const out = new Set([...worst.slice(0, Math.max(1, Math.floor(mostOut * sum(mask)))), ...silent])
        return {
          credit: base.map((a, t) => (out.has(t) ? 0 : a)),
          columns: { trained: mask.map((kept, t) => (out.has(t) ? 0 : kept)) },
          explain: tokenColumns({ discriminator: signal, shortfall, deviationD: base.map(() => deviation) }),
        }
      },
    }),
  },
})
