import { maskOf, spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import {
  discriminator,
  discriminatorParams,
  logpOfDiscriminator,
  momentsOf,
} from '../../core/formulas/entropy-change.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: Trinity-RFT algorithm/advantage_fn/clipb_advantage.py (0.6.0). */
export default defineMethod({
  id: 'clip-b',
  title: 'Clip-B',
  paper: {
    title: 'On the entropy dynamics in reinforcement fine-tuning of large language models',
    id: '2602.03392',
    year: 2026,
  },
  idea: 'Blaming a rare token that few alternatives surround makes the policy surer still: leave those failures out whose blame would lower the entropy most.',
  formula: String.raw`S_t = p_t\,(H_t + \log p_t), \qquad \hat A_t = \hat A_i \ \text{ unless } \ \hat A_i < 0 \ \text{ and } \ S_t < m_S - \mu\, \sigma_S`,
  symbols: {
    S_t: { is: 'discriminator', text: 'how fast the entropy falls as the token becomes likelier; negative: it rises' },
    'p_t\\,': { is: 'oldProbability', text: 'probability of the token when sampled' },
    H_t: { is: 'oldEntropy', text: 'entropy before it when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t; tokens that are left out train nothing' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of its response' },
    m_S: { is: 'meanS', text: 'mean of S over all tokens of the batch' },
    '\\mu': { is: 'clipWidth', text: 'how many deviations below the mean is too far' },
    '\\sigma_S': { is: 'deviationS', text: 'deviation of S over all tokens of the batch' },
  },
  claim:
    'A push on one logit changes the entropy by minus S times the push. Punished tokens with very negative S therefore lower it; without them the entropy falls more slowly at similar reward. Lower μ to 1 and compare the entropy curve with GRPO’s; the signal “Entropy change” shows S on every token. The paper’s results on AIME are not reproduced here.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'S belongs to the sampling temperature and to the whole distribution: after top-p it is not the entropy change of the policy that is trained.',
    'Trinity reads the sampler’s log-probabilities though its comment says recomputed ones.',
    'Left-out tokens leave the averages too, so that the others weigh a little more.',
    'At μ = 2.5 nothing is left out of small batches: S is bounded, and few tokens lie that far.',
  ],
  versusGrpo: 'Some punished tokens are left out: those whose punishment would cost entropy.',
  tasks: ['fork-tokens', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  conventions: { trinity: { epsilon: 1e-6, lone: 'raw' } },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['advantage', 'oldLogp', 'oldEntropy'],
      writes: ['trained'],
      params: {
        clipWidth: number({ label: 'Width μ', default: 2.5, paper: 2.5, by: { trinity: 2.5 }, min: 0, max: 20 }),
        discriminatorOf: { ...discriminatorParams.discriminatorOf, by: { trinity: 'sampler' } },
      },
      compute: (batch, { clipWidth, ...of }) => {
        const base = spread(batch, batch.advantage)
        const signal = discriminator(logpOfDiscriminator(batch, of), batch.oldEntropy)
        const { mean: meanS, deviation: deviationS } = momentsOf(batch, signal)
        const isOut = (t: number) => base[t]! < 0 && signal[t]! - meanS < -clipWidth * deviationS
        const trained = maskOf(batch).map((kept, t) => (isOut(t) ? 0 : kept))
        const everywhere = (value: number) => base.map(() => value)
        return {
          credit: base.map((a, t) => (trained[t] === 0 ? 0 : a)),
          columns: { trained },
          explain: tokenColumns({
            discriminator: signal,
            meanS: everywhere(meanS),
            deviationS: everywhere(deviationS),
          }),
        }
      },
    }),
  },
})
