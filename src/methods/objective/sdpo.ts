import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { spread } from '../../core/batch.ts'
import { clippedSurrogate, ratioOf } from '../../core/formulas/surrogate.ts'
import { credit, defineMethod, objective, regulariser } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { rowMean, toTokens } from '../../core/rows.ts'
import { distilled, distilParams, policyParams, shareParams, taughtRows } from './sdpo.math.ts'

/** Golden: TRL experimental/sdpo SDPOTrainer (1.16.0). */
export default defineMethod({
  id: 'sdpo',
  title: 'SDPO',
  paper: { title: 'Reinforcement learning via self-distillation', id: '2601.20802', year: 2026 },
  idea: 'Be your own teacher: read your response again knowing what succeeded, and move every token towards what you would have said then.',
  formula: String.raw`\mathcal L_t = (1-w)\, \ell_t + w\, s_i\, u_t \operatorname{sg}\bigl[\log\pi_\theta(y_t) - \log\pi_T(y_t)\bigr] \log\pi_\theta(y_t)`,
  symbols: {
    w: { is: 'distilShare', text: 'share of distillation' },
    '\\ell_t': { is: 'policyLoss', text: 'clipped loss of GRPO at the token' },
    s_i: { is: 'taught', text: '1 for responses with a sibling that succeeded' },
    u_t: { is: 'ratioWeight', text: 'probability ratio of the token, capped, without gradient' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of the token' },
    '\\log\\pi_T(y_t)': { is: 'teacherLogp', text: 'the same under the policy that has the hint' },
  },
  claim:
    'A reward of a whole response becomes a mark on every token, without another model: tokens that lead away from success are blamed where they stand. Compare the credit with the exact advantage on token-tree. The paper reports faster learning than GRPO for models that can use a hint, and less for small ones.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'It is as good as the policy’s use of the hint: one that cannot tell why a sibling succeeded marks at random, which the exact teacher here never does.',
    'Groups without a success teach nothing, as with GRPO, and a lone success has no other to learn from.',
    'TRL keeps responses without a hint in the mean over responses: few successes, small updates.',
    'TRL’s teacher follows the policy at 0.05 per update, so that it does not learn from its own last mistake; rate 1 here is the policy itself.',
  ],
  versusGrpo: 'The policy with a hint marks each token; the group’s rewards say who gets a hint.',
  tasks: ['token-tree', 'fork-tokens', 'bandit'],
  standIn:
    'The self-teacher is the exact posterior of the policy given success, told with some doubt, in place of the policy with a successful sibling in its prompt.',
  shipped: ['trl'],
  defaults: { teacher: 'hint' },
  conventions: { trl: { teacherRate: 0.05 } },
  slots: {
    advantage: 'grpo',
    credit: credit({
      needs: ['advantage'],
      writes: ['taught'],
      params: {
        successReward: number({
          label: 'Success from',
          default: 1,
          trl: 1,
          min: -10,
          max: 10,
          note: 'A sibling with this reward or more is a hint for the others.',
        }),
      },
      compute: (batch, { successReward }) => ({
        credit: spread(batch, batch.advantage),
        columns: { taught: taughtRows(batch, successReward) },
      }),
    }),
    objective: objective({
      params: { ...shareParams, ...policyParams },
      oneRatio: ({ ratioLevel }) => ratioLevel === 'sequence',
      compute: (tf, tensors, { distilShare, ratioLevel, ...clips }) => {
        const { now, oldLogp, credit, advantage } = tensors
        const joined = ratioLevel === 'sequence'
        const mean = () => tf.exp(rowMean(tf, tf.sub<Tensor2D>(now.logp, oldLogp), tensors))
        const ratio = joined ? mean() : ratioOf(tf, now.logp, oldLogp, 0)
        const { loss, explain } = clippedSurrogate(tf, ratio, joined ? advantage : credit, { ...clips, dualClip: 0 })
        const policyLoss = joined ? toTokens(tf, loss, tensors) : loss
        return { loss: tf.mul<Tensor2D>(policyLoss, 1 - distilShare), explain: { ...explain, policyLoss } }
      },
    }),
    regulariser: regulariser({
      needs: ['teacherLogp', 'taught'],
      also: ({ distilOver }) => (distilOver === 'sampled' ? [] : ['logits', 'teacherNext']),
      params: { ...shareParams, ...distilParams },
      active: ({ distilShare }) => distilShare > 0,
      compute: (tf, tensors, { distilShare, ...settings }) => {
        const { loss, ratioWeight } = distilled(tf, tensors, settings)
        return { term: tf.mul<Scalar>(loss, distilShare), explain: { ratioWeight } }
      },
    }),
  },
})
