import type { Tensor2D } from '@tensorflow/tfjs-core'
import { preferenceLoss } from '../../core/formulas/pair-losses.ts'
import { defineMethod, objective, pairing } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { rowMean, rowSum } from '../../core/rows.ts'
import { extremes, pairLoss, pairsOf, sides, toChosen, winRates } from './dpo.math.ts'

/** Golden: TRL DPOTrainer.dpo_loss (14ef1ab). */
export default defineMethod({
  id: 'dpo',
  title: 'DPO',
  paper: {
    title: 'Direct preference optimization: your language model is secretly a reward model',
    id: '2305.18290',
    year: 2023,
  },
  idea: 'Of two responses to one problem, one is preferred: raise its log-ratio to the reference above that of the other, with no reward and no advantage in between.',
  formula: String.raw`\mathcal L = -\log\sigma\big(\beta\,(l_w - l_l)\big), \quad l_i = \sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{ref}}(y_t)\big)`,
  symbols: {
    l_i: { is: 'logRatioToRef', text: 'log-ratio of a response to the reference; w was preferred, l was not' },
    '\\beta': { is: 'dpoBeta', text: 'how much margin is worth; small values move far from the reference' },
    '\\log\\pi_{\\text{ref}}(y_t)': { is: 'refLogp', text: 'log-probability under the reference' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability now' },
  },
  claim:
    'Only the margin between the two counts, so that a chosen response may become less likely while the margin grows. From on-policy pairs here the margin grows and more answers are right, on sums as on preferences in a circle.',
  panel: 'groups',
  confidence: 'code-verified',
  shipped: ['trl'],
  pitfalls: [
    'IPO and the length-normalised loss take the mean over tokens in newer versions of TRL, the sum in older ones: the same β asks for another margin.',
    'Label smoothing of 0 becomes 0.001 in EXO, which needs some.',
    'Without a reference (reference-free) the log-probability itself stands in for the log-ratio.',
  ],
  versusGrpo: 'One pair per problem in a logistic loss against the reference instead of advantages times ratios.',
  standIn:
    'Pairs are made anew in every iteration, of the best and the worst response of a group by what the world prefers; the paper trains on a fixed set that people have judged.',
  tasks: ['preference-arms', 'modular-arithmetic', 'bandit'],
  slots: {
    pairing: pairing({
      compute: (batch, _, { prefer }) => {
        const rate = winRates(batch, prefer)
        return {
          pairs: extremes(batch, rate),
          explain: { winRate: { extent: 'rollout', values: rate, unit: 'share' } },
        }
      },
    }),
    aggregation: 'token-sum',
    objective: objective({
      needs: ['refLogp'],
      params: {
        dpoBeta: number({ label: 'Margin β', default: 0.1, paper: 0.1, trl: 0.1, min: 0.001, max: 10, scale: 'log' }),
        pairLoss,
        labelSmoothing: number({
          label: 'Label smoothing',
          default: 0,
          trl: 0,
          min: 0,
          max: 0.49,
          note: 'Share of pairs taken to be labelled the wrong way round; sigmoid, robust and exo_pair read it.',
        }),
        pairLength: choice({
          label: 'Log-ratio of a response',
          options: ['sum', 'mean'],
          default: 'sum',
          paper: 'sum',
          trl: 'sum',
          meaning: { sum: 'summed over its tokens', mean: 'their mean, so that length does not count' },
        }),
        pairReference: choice({
          label: 'Compared with',
          options: ['reference', 'nothing'],
          default: 'reference',
          paper: 'reference',
          trl: 'reference',
          meaning: { reference: 'the frozen reference', nothing: 'nothing: plain log-probabilities (reference-free)' },
        }),
      },
      compute: (tf, tensors, params) => {
        const { now, refLogp } = tensors
        const { dpoBeta, labelSmoothing, pairLength, pairReference } = params
        const pairs = pairsOf(tensors)
        const gain = pairReference === 'reference' ? tf.sub<Tensor2D>(now.logp, refLogp) : now.logp
        const own = pairLength === 'sum' ? rowSum(tf, gain) : rowMean(tf, gain, tensors)
        const [a, b] = sides(tf, own, pairs)
        const perPair = preferenceLoss(tf, params.pairLoss, a, b, { beta: dpoBeta, smoothing: labelSmoothing })
        return { loss: toChosen(tf, perPair, pairs, tensors), explain: { logRatioToRef: own } }
      },
    }),
  },
})
