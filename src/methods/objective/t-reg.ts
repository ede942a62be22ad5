import type { Tensor2D } from '@tensorflow/tfjs-core'
import { preferenceParams } from '../../core/columns/params.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { implicitReward, overPreferences, preferenceLoss, preferred } from '../../core/formulas/preference.ts'
import { detach } from '../../core/formulas/surrogate.ts'
import { credit, defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { differences, rowSum, toTokens } from '../../core/rows.ts'

/** Golden: derived from the equations of arXiv 2412.02685. */
export default defineMethod({
  id: 't-reg',
  title: 'T-REG',
  paper: {
    title: 'T-REG: preference optimization with token-level reward regularization',
    id: '2412.02685',
    year: 2024,
  },
  idea: 'DPO on pairs, with a hint from a judge of tokens: raise tokens that a wish for better responses favours, lower those that a wish for worse ones does, for as long as the pair is not told apart.',
  formula: String.raw`\mathcal L = \mathcal L_\mathrm{DPO} + \alpha\, w \sum_{y \in \{y_w, y_l\}} \sum_t -\beta\, \hat r_t \log\pi_\theta(a_t), \quad \hat r_t = \sigma(c_t) - \tfrac12, \quad w = \sigma\bigl(r(y_l) - r(y_w)\bigr)`,
  symbols: {
    '\\hat r_t': { is: 'tokenHint', text: 'the judge’s reward of the token, between -0.5 and 0.5' },
    c_t: { is: 'contrast', text: 'log-probability when asked for better, minus when asked for worse' },
    w: { is: 'pairWeight', text: 'how far the pair is from being told apart; without gradient' },
    '\\alpha': { is: 'hintWeight', text: 'weight of the hints' },
    '\\beta': { is: 'dpoBeta', text: 'DPO’s price of leaving the reference' },
    '\\log\\pi_\\theta(a_t)': { is: 'logp', text: 'log-probability of the token now' },
    r: { is: 'implicitReward', text: 'DPO’s reward of a response: β times its log-ratio to the reference' },
  },
  claim:
    'Hints say where in a response the difference lies, which a pair alone does not. On fork-tokens slide the weight of the hints, and how often the judge misreads a token. The paper’s gains over DPO are on AlpacaEval and Arena-Hard.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'The paper’s judge is the same model under two prompts. Tiny policies have none: here the exact advantage takes its place, with the sign turned for a share of the tokens.',
    'Hints pull on log-probabilities of rejected responses too: right tokens in wrong responses are raised.',
    'The weight has no gradient; with a fixed weight the paper loses most of its gain.',
  ],
  versusGrpo: 'Pairs in a logistic loss, and token rewards from a judge in place of one advantage for all tokens.',
  tasks: ['fork-tokens', 'token-tree'],
  standIn:
    'The judge of tokens is the exact advantage, with the sign turned for a share of the tokens; the paper asks the model itself under two opposite prompts.',
  defaults: { emptyRows: 'count' },
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'seq-mean-token-mean',
    credit: credit({
      needs: ['contrast'],
      compute: batch => {
        const tokenHint = batch.contrast.map((c, t) => (batch.mask?.[t] === 0 ? 0 : 1 / (1 + Math.exp(-c)) - 0.5))
        return { credit: tokenHint, explain: tokenColumns({ tokenHint }) }
      },
    }),
    objective: objective({
      needs: ['group', 'reward', 'refLogp', 'contrast'],
      params: {
        ...preferenceParams,
        hintWeight: number({ label: 'Weight of hints α (0 is DPO)', default: 0.25, paper: 0.25, min: 0, max: 10 }),
      },
      compute: (tf, tensors, { dpoBeta, hintWeight }) => {
        const { now, contrast, reward, group } = tensors
        const implicit = implicitReward(tf, tensors, dpoBeta)
        const better = preferred(tf, reward, group)
        const hint = tf.sub<Tensor2D>(tf.sigmoid(contrast), 0.5)
        const hinted = tf.mul<Tensor2D>(rowSum(tf, tf.mul<Tensor2D>(hint, now.logp)), -dpoBeta)
        const weight = detach(tf, tf.sigmoid(tf.neg(differences(tf, implicit))))
        const both = tf.mul(tf.mul<Tensor2D>(weight, tf.add(hinted, tf.transpose(hinted))), hintWeight)
        const perRow = overPreferences(tf, tf.add<Tensor2D>(preferenceLoss(tf, implicit), both), better, tensors)
        const count = tf.maximum(tf.sum(better, 1, true), 1)
        const pairWeight = tf.div<Tensor2D>(tf.sum(tf.mul(weight, better), 1, true), count)
        return { loss: toTokens(tf, perRow, tensors), explain: { implicitReward: implicit, hinted, pairWeight } }
      },
    }),
  },
})
