import { perGroup } from '../../core/estimator.ts'
import { plainRatio, recScale, recWeight, weightedReinforce } from '../../core/formulas/rec.ts'
import { mean, pick, std } from '../../core/math.ts'
import { advantage, defineMethod, objective } from '../../core/method.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT rec_policy_loss.py, rec_advantage.py (eedef4b). */
export default defineMethod({
  id: 'rec-reinforce',
  title: 'Group-relative REINFORCE',
  paper: {
    title:
      'Group-relative REINFORCE is secretly an off-policy algorithm: demystifying some myths about GRPO and its friends',
    id: '2509.24203',
    year: 2025,
  },
  idea: 'Plain REINFORCE on rewards minus the group mean, read as an off-policy method: no ratio is needed to learn from stale responses.',
  formula: String.raw`L = -w_t\, \hat A\, \log \pi_t, \qquad \hat A_i = \frac{r_i - \operatorname{mean}(r)}{\sigma}`,
  symbols: {
    '\\log \\pi_t': { is: 'logp', text: 'log-probability of token t' },
    '\\hat A': { is: 'credit', text: 'credit of the token: reward minus the group mean' },
    w_t: { is: 'weight', text: '1, or the importance ratio as a constant' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
    '\\sigma': { is: 'std', text: '1, or the population deviation of the group' },
    r_i: { is: 'reward', text: 'reward of response i' },
  },
  claim:
    'The importance weight changes little; leaving out the clip learns faster with many updates per batch, and lets the logits grow much larger: the price of staleness.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: [
    'The released code divides by the population deviation, GRPO by the sample deviation.',
    'A group of one makes the released code fail; here it gets 0.',
  ],
  versusGrpo: 'No clip; the ratio is a constant weight or absent.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  slots: {
    advantage: advantage({
      params: {
        scale: recScale,
      },
      compute: (batch, { scale }) =>
        perGroup(batch, ['mean', 'std'], (members, out) => {
          const rewards = pick(batch.reward, members)
          const spread = scale === 'group' ? std(rewards, 0) + 1e-6 : 1
          for (const i of members) {
            out.mean[i] = mean(rewards)
            out.std[i] = spread
            out.advantage[i] = (batch.reward[i]! - mean(rewards)) / spread
          }
        }),
    }),
    objective: objective({
      params: { recWeight: recWeight('none') },
      compute: (tf, tensors, params) => {
        const ratio = plainRatio(tf, tensors)
        return weightedReinforce(tf, tensors, { ratio, ...(params.recWeight === 'ratio' && { weight: ratio }) })
      },
    }),
  },
})
