import { whitenTokens } from '../../core/batch.ts'
import { holesParam, rewardToGo, tokenRewards } from '../../core/episode.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { whiteningParam } from '../../core/formulas/credit.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: verl compute_reinforce_plus_plus_outcome_advantage (0.9.1, b178a3c). */
export default defineMethod({
  id: 'reinforce-plus-plus',
  title: 'REINFORCE++',
  paper: {
    title: 'REINFORCE++: stabilizing critic-free policy optimization with global advantage normalization',
    id: '2501.03262',
    year: 2025,
  },
  idea: 'No groups at all: each token’s return, whitened over every token of the batch.',
  formula: String.raw`\hat A_t = \frac{G_t - \operatorname{mean}_\mathrm{tokens}(G)}{\operatorname{std}_\mathrm{tokens}(G)}, \qquad G_t = r_t + \gamma\, G_{t+1}`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    G_t: { is: 'return', text: 'discounted reward from token t on' },
    r_t: { is: 'tokenReward', text: 'reward paid at token t: the verifier’s, at the last token' },
    '\\gamma': { is: 'gamma', text: 'discount per token' },
  },
  claim:
    'One response per problem suffices and every batch teaches. But the baseline is the batch’s: failures on easy problems are punished hard, successes on hard ones praised little more than those on easy ones. Mix levels and compare with GRPO.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Whitening runs over tokens: long responses move the mean and the deviation more.',
    'verl up to 2025 (b178a3c) cut the return where the world writes into the response, so that tokens before a reply saw no reward that comes after it; since 0.9 it passes, as here.',
    'A reward that stands at a token of the world, inside the response or after it, is lost, in verl as here.',
    'The paper adds a KL penalty per token to the reward; here KL is a term of the loss.',
    'A batch that agrees on its rewards gives nearly 0, not exactly: verl divides by the count plus 1e-8.',
  ],
  versusGrpo: 'One baseline and one spread for the whole batch instead of one per group.',
  tasks: ['modular-arithmetic', 'bandit', 'countdown'],
  shipped: ['verl', 'nemo-rl', 'openrlhf', 'slime', 'skyrl', 'ms-swift', 'trinity'],
  slots: {
    credit: credit({
      params: {
        gamma: number({ label: 'Discount γ', default: 1, paper: 1, verl: 1, min: 0, max: 1 }),
        holes: { ...holesParam, aside: true },
        whitening: whiteningParam,
      },
      seesWorld: ({ holes }) => holes === 'cut',
      compute: (batch, { gamma, holes, whitening }) => {
        const returns = rewardToGo(batch, tokenRewards(batch), gamma, holes)
        return { credit: whitenTokens(batch, returns, whitening), explain: tokenColumns({ return: returns }) }
      },
    }),
  },
})
