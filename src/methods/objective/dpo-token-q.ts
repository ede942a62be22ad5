import { preferenceParams } from '../../core/columns/params.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { implicitReward, overPreferences, preferenceLoss, preferred } from '../../core/formulas/preference.ts'
import { correlation } from '../../core/math.ts'
import { credit, defineMethod, objective, probe } from '../../core/method.ts'
import { toTokens } from '../../core/rows.ts'

/** Golden: derived; soft Bellman backward induction on a token tree. */
export default defineMethod({
  id: 'dpo-token-q',
  title: 'DPO as a Q-function',
  paper: { title: 'From r to Q*: your language model is secretly a Q-function', id: '2404.12358', year: 2024 },
  idea: 'Train on pairs of siblings with DPO, and read the log-ratio of each token to the reference as its credit: where DPO has converged it is Q minus V.',
  formula: String.raw`\mathcal L = -\log\sigma\Bigl(\textstyle\sum_{t \in y_w} \hat A_t - \sum_{t \in y_l} \hat A_t\Bigr), \qquad \hat A_t = \beta \big(\log\pi_\theta(a_t) - \log\pi_\mathrm{ref}(a_t)\big) \to Q^*_t - V^*_t`,
  symbols: {
    '\\hat A_t': { is: 'learnedCredit', text: 'what the policy’s log-ratio says token t was worth' },
    '\\beta': { is: 'dpoBeta', text: 'price of leaving the reference' },
    '\\log\\pi_\\theta(a_t)': { is: 'logp', text: 'log-probability of the token now' },
    '\\log\\pi_\\mathrm{ref}(a_t)': { is: 'refLogp', text: 'the same under the reference' },
    'Q^*_t - V^*_t': { is: 'softAdvantage', text: 'its exact soft advantage' },
  },
  claim:
    'Only whole responses are compared, and yet the learned credit of tokens approaches the exact one: watch creditAgreement, their correlation. The paper adds small beams, which are not part of this.',
  panel: 'credit',
  confidence: 'paper-verified',
  pitfalls: [
    'Pairs are ordered by the verifier without error, so that the gap of a pair has no finite best value: compare credits by their order, not their size.',
    'The identity needs the optimum: away from it the log-ratio is only what was learned so far.',
    'Siblings are sampled by the policy itself; the paper trains on stored pairs.',
  ],
  versusGrpo:
    'A logistic loss on pairs of siblings; no advantage and no ratio to an old policy, and token credit is read off afterwards.',
  tasks: ['token-tree', 'fork-tokens', 'bandit'],
  standIn:
    'Pairs are siblings of one group, ordered by the verifier; the paper trains on stored human preferences and decodes with a beam.',
  defaults: { emptyRows: 'count' },
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'seq-mean-token-mean',
    credit: credit({
      needs: ['oldLogp', 'refLogp'],
      params: preferenceParams,
      compute: (batch, { dpoBeta }) => {
        const learnedCredit = batch.oldLogp.map((old, t) =>
          batch.mask?.[t] === 0 ? 0 : dpoBeta * (old - batch.refLogp[t]!),
        )
        return { credit: learnedCredit, explain: tokenColumns({ learnedCredit }) }
      },
    }),
    objective: objective({
      needs: ['group', 'reward', 'refLogp'],
      compute: (tf, tensors, params) => {
        const implicit = implicitReward(tf, tensors, Number(params.dpoBeta))
        const better = preferred(tf, tensors.reward, tensors.group)
        const perRow = overPreferences(tf, preferenceLoss(tf, implicit), better, tensors)
        return { loss: toTokens(tf, perRow, tensors), explain: { implicitReward: implicit } }
      },
    }),
    probe: probe({
      needs: ['credit', 'softAdvantage'],
      compute: ({ credit, softAdvantage }) => {
        const agreement = correlation(credit, softAdvantage)
        return { metrics: Number.isNaN(agreement) ? {} : { creditAgreement: agreement } }
      },
    }),
  },
})
