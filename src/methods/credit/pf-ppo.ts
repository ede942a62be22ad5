import { spread, whitenTokens } from '../../core/batch.ts'
import { tokenRewards } from '../../core/episode.ts'
import { rolloutColumns, tokenColumns } from '../../core/estimator.ts'
import { gae, gaeParams } from '../../core/formulas/credit.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { noisyRewards } from '../../core/trainings.ts'
import { filterParams, filtrate } from './pf-ppo.math.ts'

/** Golden: verl compute_pf_ppo_reweight_data (b178a3c). Released trainer: select_max_random (PF-PPO-RLHF 6b93abf). */
export default defineMethod({
  id: 'pf-ppo',
  title: 'PF-PPO',
  paper: { title: 'Policy filtration for RLHF to mitigate noise in reward models', id: '2409.06957', year: 2024 },
  idea: 'Train on the responses whose reward can be trusted, the extremes, and leave out the middle where a reward model errs most.',
  formula: String.raw`c_{i,t} = k_i\, \hat A^{\mathrm{GAE}}_{i,t}, \qquad \hat A^{\mathrm{GAE}}_{i,t} = \sum_{l \ge 0} (\gamma\lambda)^l \delta_{t+l}, \qquad k \sim \mathrm{Multinomial}\bigl(n;\ w_i / \textstyle\sum_j w_j\bigr)`,
  symbols: {
    'c_{i,t}': { is: 'credit', text: 'credit of token t of response i' },
    k_i: { is: 'copies', text: 'how often response i is trained on' },
    '\\hat A^{\\mathrm{GAE}}_{i,t}': { is: 'gae', text: 'PPO’s credit, from the value head, whitened over the batch' },
    w_i: { is: 'drawWeight', text: 'its weight in the draw, from its reward' },
    '\\gamma': { is: 'gamma', text: 'discount per token' },
    '\\lambda': { is: 'lambda', text: 'how far surprises reach back' },
    '\\delta_{t+l}': { is: 'delta', text: 'surprise: how much better the future looks after the token' },
  },
  claim:
    'With a reward that is noisy in the middle, the kept responses’ rewards agree better with the truth (higher R²), and equal numbers of updates bring more. On a verifier that never errs nothing is gained: expect only more noise. Not seen here: with noise on the rewards of a bandit, ten seeds ended behind PPO’s.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Two things bear this name: verl draws from the whole batch by |reward| to a power; the released trainer keeps the best of each group and one random other.',
    'With rewards 0 and 1 the power drops every failure: nothing is ever pushed down but by the critic.',
    'A response that is drawn twice counts twice in the sum but not in the number of tokens that the loss divides by; verl repeats the row.',
    'The value head still learns from all responses.',
  ],
  versusGrpo: 'PPO with a critic, on a filtered batch.',
  tasks: ['bandit', 'modular-arithmetic'],
  shipped: ['verl'],
  training: noisyRewards,
  slots: {
    credit: credit({
      needs: ['oldValue'],
      writes: ['returns'],
      params: {
        ...gaeParams,
        ...filterParams,
      },
      compute: (batch, { whiten, filter, power, drawFloor, ...settings }, { draw }) => {
        const { advantage, delta, returns } = gae(batch, tokenRewards(batch), settings)
        const { weight, copies } = filtrate(batch, filter, power, drawFloor, draw)
        const repeated = spread(batch, copies)
        const values = whiten === 'tokens' ? whitenTokens(batch, advantage) : advantage
        return {
          credit: values.map((value, t) => value * repeated[t]!),
          returns,
          explain: {
            ...rolloutColumns(['drawWeight', 'copies'], { drawWeight: weight, copies }),
            ...tokenColumns({ gae: values, delta }),
          },
        }
      },
    }),
    objective: 'ppo',
    regulariser: 'ppo',
  },
})
