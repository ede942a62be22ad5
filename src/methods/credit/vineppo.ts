import { whitenTokens } from '../../core/batch.ts'
import { tokenRewards } from '../../core/episode.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { stepsEvery } from '../../core/formulas/monte-carlo.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { oneHardProblem } from '../../core/trainings.ts'

/** Golden: McGill-NLP/VinePPO math_episode_generator_with_mc_advantages._compute_step_advantages, _compute_mc_value (efe7228). */
export default defineMethod({
  id: 'vineppo',
  title: 'VinePPO',
  paper: {
    title: 'VinePPO: unlocking RL potential for LLM reasoning through refined credit assignment',
    id: '2410.01679',
    year: 2024,
  },
  idea: 'Ask the policy itself what a prefix is worth: let it finish the response several times from there, and credit each step with the change of that success rate.',
  formula: String.raw`\hat A_t = r_t + \gamma V_{t+1} - V_t, \qquad V_t \approx \frac1K\sum_{k=1}^{K} R(\text{continuation } k)`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of the step that token t belongs to' },
    r_t: { is: 'tokenReward', text: 'reward paid in the step: the verifier’s, in the last one' },
    V_t: { is: 'filledValue', text: 'mean reward of the continuations from before the step; 0 after the end' },
    '\\gamma': { is: 'vineGamma', text: 'discount per step' },
    K: { is: 'continuations', text: 'number of continuations' },
    R: { is: 'reward', text: 'reward of a continuation' },
  },
  claim:
    'An unbiased value without a critic to be trained: credit is noise of 1 / √K around the exact advantage, which the credit panel shows beside it. With whitened credit K = 4 learns fork-tokens well before GRPO (without, its small credits need a larger learning rate), for about as many times more sampling as there are continuations and tokens; the paper’s saving in wall-clock time is not reproduced here.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Only the first steps of a response are valued in the released code; later ones get exactly zero credit.',
    'Values come from the sampling policy: they are stale for the second pass over a batch.',
    'A continuation cut by the length limit counts as the task’s penalty for unfinished answers.',
  ],
  versusGrpo: 'Values of prefixes from fresh continuations take the place of the group’s mean reward.',
  tasks: ['fork-tokens', 'modular-arithmetic', 'token-tree'],
  training: { ...oneHardProblem, params: { ...oneHardProblem.params, whitenCredit: 'tokens' } },
  conventions: { paper: { continuations: 9 } },
  slots: {
    aggregation: 'token-mean',
    credit: credit({
      needs: ['sampledValue'],
      params: {
        vineGamma: number({ label: 'Discount γ', default: 1, paper: 1, min: 0, max: 1, note: 'Per step.' }),
        whitenCredit: choice({
          label: 'Whiten credit',
          options: ['off', 'tokens'],
          default: 'off',
          note: 'Tokens: mean 0 and deviation 1 over the batch.',
        }),
      },
      compute: (batch, { valueEvery, vineGamma, whitenCredit }) => {
        const reward = tokenRewards(batch)
        const share = new Float32Array(batch.token.length)
        const filledValue = new Float32Array(batch.token.length)
        for (let i = 0; i < batch.rollouts; i++) {
          let next = 0
          for (const { start, end } of stepsEvery(batch, i, valueEvery).reverse()) {
            const paid = reward.subarray(start, end).reduce((total, r) => total + r, 0)
            const sampled = batch.sampledValue[start]!
            const future = paid + vineGamma * next
            const value = Number.isNaN(sampled) ? future : sampled
            share.fill(future - value, start, end)
            filledValue.fill(value, start, end)
            next = value
          }
        }
        const kept = share.map((a, t) => (batch.mask?.[t] === 0 ? 0 : a))
        return {
          credit: whitenCredit === 'tokens' ? whitenTokens(batch, kept) : kept,
          explain: tokenColumns({ filledValue }),
        }
      },
    }),
  },
})
