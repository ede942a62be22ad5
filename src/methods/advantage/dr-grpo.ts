import { loneParam, perGroup } from '../../core/estimator.ts'
import { mean, pick } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'

/** Golden: verl compute_grpo_outcome_advantage without std (b178a3c); TRL scale_rewards "none", loss_type "dr_grpo" (f2cd577). */
export default defineMethod({
  id: 'dr-grpo',
  title: 'Dr. GRPO',
  paper: { title: 'Understanding R1-Zero-like training: a critical perspective', id: '2503.20783', year: 2025 },
  idea: 'Centre rewards on the group’s mean but do not divide by the spread or by the response’s length, so that neither easy problems nor short answers are favoured.',
  formula: String.raw`\hat A_i = r_i - \operatorname{mean}(r)`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
  },
  claim:
    'Removes two biases of GRPO: division by the spread over-weighs problems that are nearly always or nearly never solved, and division by the length lets wrong answers grow long. On length-budget a table shows the second: compare the length of wrong answers.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'verl up to 2025 (b178a3c) divided by the padded width only, so that doubling the batch doubled the loss. TRL divides by the number of responses too, verl since 0.9 by that of non-empty ones.',
    'The padded width moves with the longest response of a batch; the paper’s constant is the length limit.',
    'Advantages keep the scale of the rewards: a reward of 0 to 100 needs another learning rate.',
  ],
  versusGrpo: 'No division by the standard deviation, and sums over tokens divided by a constant instead of averages.',
  tasks: ['length-budget', 'modular-arithmetic'],
  shipped: ['trl', 'verl', 'openrlhf', 'ms-swift'],
  slots: {
    advantage: advantage({
      params: { lone: loneParam },
      compute: (batch, { lone }) =>
        perGroup(batch, ['mean'], (members, out) => {
          const centre = members.length === 1 && lone === 'raw' ? 0 : mean(pick(batch.reward, members))
          for (const i of members) {
            out.mean[i] = centre
            out.advantage[i] = batch.reward[i]! - centre
          }
        }),
    }),
    aggregation: 'seq-mean-token-sum-norm',
  },
})
