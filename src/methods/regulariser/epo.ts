import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod, regulariser } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { rowMean, toTokens } from '../../core/rows.ts'
import {
  averageAt,
  bandParams,
  phaseWeight,
  releasedPenalty,
  responseMeans,
  type TurnHistory,
  turnOfToken,
  withBatch,
} from './epo.math.ts'

/** Golden: EPO DataParallelPPOActor.generate_entropy_penalty, _calculate_epoch_based_entropy_weight (5b6fa98). */
export default defineMethod({
  id: 'epo',
  title: 'EPO (agents)',
  paper: {
    title: 'EPO: entropy-regularized policy optimization for LLM agents reinforcement learning',
    id: '2509.22576',
    year: 2025,
  },
  idea: 'Remember how uncertain the policy has been at each turn of an episode, and hold its entropy within a band around that average, so that it neither commits too early nor wanders late.',
  formula: String.raw`\mathcal L = \mathcal L_{\text{policy}} - c\, \bar H + c\lambda \operatorname*{mean}_t\big[(\kappa_{l}\, \bar H_s - H_t)_+ + (H_t - \kappa_{h}\, \bar H_s)_+\big]`,
  symbols: {
    H_t: { is: 'entropy', text: 'entropy of the next-token distribution, now' },
    '\\bar H_s': { is: 'entropyTarget', text: 'average entropy at this turn over all iterations so far' },
    'c\\,': { is: 'epoBonus', text: 'entropy bonus' },
    '\\lambda': { is: 'epoBand', text: 'weight of leaving the band' },
    '\\kappa_{l}': { is: 'bandLow', text: 'lower edge, times the average' },
    '\\kappa_{h}': { is: 'bandHigh', text: 'upper edge, times the average' },
  },
  claim:
    'With reward only at the end of many turns, early turns freeze and late turns wander; the band damps both: plot entropy by turn over training against a constant bonus. The paper’s gains on ScienceWorld and ALFWorld are not reproduced at this size.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The released penalty is built from comparisons and has no gradient: it changes the logged loss and nothing else. Here the distance to the band is differentiable; the released form is the column penalty.',
    'The released history counts turns that were not reached as 0 and shifts short episodes; here they hold no data.',
    'The released mean of a response runs over its padding too, and the penalty is left out while no episode has come half way.',
    'Its window is the whole history, so a long run drags its beginning along.',
  ],
  versusGrpo: 'Entropy per turn is held near its own history.',
  tasks: ['modular-arithmetic', 'countdown'],
  standIn:
    'Every response is one turn, so that one average of all tokens remains; the paper keeps an average for each turn of an agent’s episode.',
  slots: {
    advantage: 'grpo',
    credit: credit({
      needs: ['advantage', 'oldEntropy'],
      writes: ['entropyTarget'],
      params: bandParams,
      compute: (batch, { bandLow, bandHigh, bandOver, bandPenalty }, { state }) => {
        // Only this method writes its credit slot’s state.
        const history = withBatch(state as TurnHistory | undefined, batch, batch.oldEntropy)
        const entropyTarget = Float32Array.from(turnOfToken(batch), turn => averageAt(history, turn) || 0)
        const seen = bandOver === 'response' ? spread(batch, responseMeans(batch, batch.oldEntropy)) : batch.oldEntropy
        const penalty = seen.map((h, t) => releasedPenalty(h, entropyTarget[t]!, bandLow, bandHigh, bandPenalty))
        const result = { credit: spread(batch, batch.advantage), columns: { entropyTarget }, state: history }
        return { ...result, explain: tokenColumns({ penalty }) }
      },
    }),
    regulariser: regulariser({
      needs: ['entropy', 'entropyTarget'],
      params: {
        epoBonus: number({ label: 'Entropy bonus c', default: 0.001, paper: 0.001, min: 0, max: 1, scale: 'log' }),
        epoBand: number({ label: 'Band weight λ', default: 1, paper: 1, min: 0, max: 10 }),
        ...bandParams,
        bandPhase: choice({
          label: 'Band fades',
          options: ['off', 'on'],
          default: 'off',
          note: 'On: the released schedule.',
        }),
      },
      compute: (tf, { now, entropyTarget, mask, length }, params, { iteration, iterations }) => {
        const over = (h: Tensor2D) =>
          params.bandOver === 'response' ? toTokens(tf, rowMean(tf, h, { length }), { mask }) : h
        const seen = over(now.entropy)
        const below = tf.relu(tf.sub<Tensor2D>(tf.mul(entropyTarget, params.bandLow), seen))
        const above = tf.relu(tf.sub<Tensor2D>(seen, tf.mul(entropyTarget, params.bandHigh)))
        const weight = params.epoBand * (params.bandPhase === 'on' ? phaseWeight(iteration, iterations) : 1)
        const term = tf.sub<Tensor2D>(tf.mul(tf.add(below, above), weight), now.entropy)
        const mean = tf.div(tf.sum(tf.mul(term, mask)), tf.maximum(tf.sum(length), 1))
        return tf.mul<Scalar>(mean, params.epoBonus)
      },
    }),
  },
})
