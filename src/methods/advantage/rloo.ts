import { groupMembers } from '../../core/batch.ts'
import { loneParam, perGroup, whitenRows } from '../../core/estimator.ts'
import {
  clipParams,
  clippedFormula,
  ratioOverParam,
  responseSurrogate,
  tokenSurrogate,
} from '../../core/formulas/surrogate.ts'
import { pick, sum } from '../../core/math.ts'
import { advantage, defineMethod, objective } from '../../core/method.ts'
import { choice } from '../../core/params.ts'

/** Golden: verl compute_rloo_outcome_advantage (b178a3c); TRL rloo_trainer (f2cd577). */
export default defineMethod({
  id: 'rloo',
  title: 'RLOO',
  paper: { title: 'Back to basics: revisiting REINFORCE-style optimization', id: '2402.14740', year: 2024 },
  idea: 'Compare each response with the mean of the others, so that its baseline does not depend on itself.',
  formula: String.raw`\hat A_i = r_i - \frac{1}{m-1}\sum_{j \ne i} r_j`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\frac{1}{m-1}\\sum_{j \\ne i} r_j': { is: 'baseline', text: 'mean reward of the other responses' },
  },
  claim:
    'The baseline is independent of the response it judges, so the gradient is unbiased: its average over many groups is the exact gradient, which is not so for GRPO’s division by the spread.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'TRL clips one ratio per response, of summed log-probabilities: long responses reach the clip far sooner.',
    'TRL’s default KL penalty (0.05, in the reward) is not part of this recipe.',
    'In TRL a response without tokens still adds minus its advantage over the number of responses to the loss that is logged; the gradient is the same.',
    'verl’s loop gives a group of one its raw reward, its vectorised version 0.',
  ],
  versusGrpo: 'The mean leaves the response itself out, and nothing is divided by the spread.',
  tasks: ['bandit', 'token-tree'],
  shipped: ['trl', 'verl', 'openrlhf', 'skyrl', 'ms-swift', 'trinity'],
  conventions: {
    paper: { aggregation: 'seq-mean-token-sum', emptyRows: 'count', ratioOver: 'response' },
    trl: { aggregation: 'seq-mean-token-sum' },
  },
  slots: {
    advantage: advantage({
      params: {
        lone: loneParam,
        whitenBatch: choice({
          label: 'Whiten over batch',
          options: ['off', 'on'],
          default: 'off',
          trl: 'off',
          note: 'On gives the batch mean 0 and deviation 1.',
        }),
      },
      compute: (batch, { lone, whitenBatch }) => {
        const result = perGroup(batch, ['baseline'], (members, out) => {
          const total = sum(pick(batch.reward, members))
          for (const i of members) {
            const own = batch.reward[i]!
            const others = members.length - 1
            out.baseline[i] = others > 0 ? (total - own) / others : lone === 'raw' ? 0 : own
            out.advantage[i] = own - out.baseline[i]!
          }
        })
        if (whitenBatch === 'off') return result
        // Who has nobody to be compared with has no advantage to be whitened.
        const compared = lone === 'raw' ? groupMembers(batch) : groupMembers(batch).filter(({ length }) => length > 1)
        return { ...result, advantage: whitenRows(result.advantage, compared.flat(), 1e-4) }
      },
    }),
    objective: objective({
      formula: clippedFormula,
      params: {
        ...clipParams,
        ratioOver: { ...ratioOverParam, verl: 'token', trl: 'response' },
      },
      oneRatio: ({ ratioOver }) => ratioOver === 'response',
      compute: (tf, tensors, params) =>
        params.ratioOver === 'response' ? responseSurrogate(tf, tensors, params) : tokenSurrogate(tf, tensors, params),
    }),
  },
})
