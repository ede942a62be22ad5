import type { Tensor2D } from '@tensorflow/tfjs-core'
import { pairsOf, sides, toChosen } from '../../core/formulas/pair-rows.ts'
import { toPairs, winRates } from '../../core/formulas/pairing.ts'
import { defineMethod, objective, pairing } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { rowSum } from '../../core/rows.ts'
import { pairsWithThird, plainPairLoss } from './selm.math.ts'

/** Golden: shenao-zhang/SELM scripts/selm_trainer.py (0ba546a); TRL experimental XPOTrainer._compute_losses (f2cd577). */
export default defineMethod({
  id: 'selm',
  title: 'SELM and XPO',
  paper: {
    title: 'Self-exploring language models: active preference elicitation for online alignment',
    id: '2405.19332',
    year: 2024,
  },
  idea: 'DPO judges only what is drawn; take some probability away from a response that was drawn already, so that the next ones are others.',
  formula: String.raw`\mathcal L = -\log\sigma\big(\beta\,(l_w - l_l)\big) + \alpha\,\beta\, l_o`,
  symbols: {
    l_w: {
      is: 'logRatioToRef',
      text: 'log-ratio of a response to the reference; w was preferred, l was not, o is a third one',
    },
    '\\beta': { is: 'optimismBeta', text: 'how much margin is worth' },
    '\\alpha': { is: 'optimism', text: 'how strongly what was drawn is pushed down' },
  },
  claim:
    'The second term pushes the same way whatever the pair says, and is not damped as the margin grows: exploration that must stay small. The paper reports gains over iterative DPO on MT-Bench and AlpacaEval.',
  panel: 'groups',
  confidence: 'code-verified',
  shipped: ['trl'],
  pitfalls: [
    'The term is unbounded: a large α sends responses to nothing, good ones too.',
    'XPO (TRL) takes the plain log-probability of a response of the reference and no β: its α is of another size.',
    'The sign looks wrong at first: what is added to the loss lowers the probability of what was drawn.',
  ],
  versusGrpo: 'Pairs, and a push away from what is known, instead of advantages.',
  standIn:
    'Pushed down is a third response of the same group, where SELM takes the answer that its data set holds and XPO one that the reference draws.',
  tasks: ['preference-arms', 'bandit', 'modular-arithmetic'],
  slots: {
    pairing: pairing({
      compute: (batch, _, { prefer }) => ({ pairs: toPairs(pairsWithThird(batch, winRates(batch, prefer))) }),
    }),
    aggregation: 'token-sum',
    objective: objective({
      needs: ['refLogp'],
      params: {
        optimismBeta: number({
          label: 'Margin β',
          default: 0.1,
          paper: 0.01,
          trl: 0.1,
          min: 0.001,
          max: 10,
          scale: 'log',
        }),
        optimism: number({ label: 'Optimism α', default: 0.001, paper: 0.001, trl: 0.00001, min: 0, max: 1 }),
        optimismOf: choice({
          label: 'Pushed down',
          options: ['log-ratio', 'log-probability'],
          default: 'log-ratio',
          paper: 'log-ratio',
          trl: 'log-probability',
          meaning: {
            'log-ratio': 'its log-ratio to the reference, times β (SELM)',
            'log-probability': 'its log-probability (XPO)',
          },
        }),
        optimismLoss: choice({
          label: 'Loss of a pair',
          options: ['sigmoid', 'ipo'],
          default: 'sigmoid',
          trl: 'sigmoid',
          meaning: { sigmoid: 'logistic', ipo: 'squared distance to 1/(2β)' },
        }),
      },
      compute: (tf, tensors, { optimismBeta: beta, optimism, optimismOf, optimismLoss }) => {
        const { now, refLogp } = tensors
        const pairs = pairsOf(tensors)
        const gain = rowSum(tf, tf.sub<Tensor2D>(now.logp, refLogp))
        const judged = plainPairLoss(tf, optimismLoss, sides(tf, gain, pairs), beta)
        // Pairs without weight hold a third response: the rejected one of them.
        const drawn = optimismOf === 'log-ratio' ? tf.mul<Tensor2D>(gain, beta) : rowSum(tf, now.logp)
        const known = tf.mul<Tensor2D>(sides(tf, drawn, pairs)[1], optimism)
        const third = tf.sub<Tensor2D>(1, pairs.weight)
        const shareOf = (weight: Tensor2D) => tf.div(weight, tf.maximum(tf.mean(weight), 1e-9))
        const each = tf.add<Tensor2D>(tf.mul(judged, shareOf(pairs.weight)), tf.mul(known, shareOf(third)))
        const all = { ...pairs, weight: tf.onesLike(pairs.weight) }
        return { loss: toChosen(tf, each, all, tensors), explain: { logRatioToRef: gain } }
      },
    }),
  },
})
