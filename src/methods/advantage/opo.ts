import { lengths } from '../../core/batch.ts'
import { loneParam, perGroup } from '../../core/estimator.ts'
import { pick, sum } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'

/** Golden: verl compute_opo_outcome_advantage (b178a3c). */
export default defineMethod({
  id: 'opo',
  title: 'OPO',
  paper: { title: 'On-policy RL with optimal reward baseline', id: '2505.23585', year: 2025 },
  idea: 'Weigh the group’s mean by length: the baseline of least variance weighs each reward by its gradient’s squared norm, and that grows with the number of tokens.',
  formula: String.raw`\hat A_i = r_i - b, \qquad b = \frac{\sum_j T_j r_j}{\sum_j T_j}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    T_j: { is: 'length', text: 'tokens that the policy generated in response j' },
    b: { is: 'baseline', text: 'mean reward of the group, weighted by length' },
  },
  claim:
    'Less gradient variance than with the plain mean when correct and wrong responses differ in length, and with strictly on-policy updates a higher entropy and smaller policy shifts than GRPO. Compare the gradient norm over iterations.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Optimal only if a token’s squared gradient norm is the same everywhere: near-certain tokens have almost none. The optimal token baseline drops that assumption.',
    'The paper’s recipe is one update per batch, no clip, no KL; with several updates the derivation no longer holds.',
    'The weighted sum over tokens is zero, not the sum over responses.',
  ],
  versusGrpo: 'The baseline weighs long responses more, and nothing is divided by the spread.',
  tasks: ['length-budget', 'modular-arithmetic', 'countdown'],
  shipped: ['verl'],
  slots: {
    advantage: advantage({
      params: { lone: loneParam },
      compute: (batch, { lone }) => {
        const length = lengths(batch)
        const result = perGroup(batch, ['baseline'], (members, out) => {
          const tokens = sum(pick(length, members))
          const weighted = sum(members.map(i => length[i]! * batch.reward[i]!))
          const alone = members.length === 1
          for (const i of members) {
            out.baseline[i] = alone ? (lone === 'raw' ? 0 : batch.reward[i]!) : tokens > 0 ? weighted / tokens : 0
            out.advantage[i] = batch.reward[i]! - out.baseline[i]!
          }
        })
        return { ...result, explain: { ...result.explain, length: { extent: 'rollout', values: length } } }
      },
    }),
  },
})
