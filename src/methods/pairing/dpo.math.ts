/** Settings of the losses of pairs, and the loss that they make. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { divergenceScore, divergences, preferenceLoss, preferenceLosses } from '../../core/formulas/pair-losses.ts'
import { pairsOf, sides } from '../../core/formulas/pair-rows.ts'
import { detach } from '../../core/formulas/surrogate.ts'
import type { PairTensors, TensorsWith, Tf } from '../../core/method.ts'
import { choice, number, type ParamSpecs, type Values } from '../../core/params.ts'
import { rowMean, rowSum } from '../../core/rows.ts'

const lossMeanings = {
  sigmoid: 'logistic; smoothing makes it conservative DPO',
  robust: 'logistic, unbiased where that share of labels is wrong',
  exo_pair: 'EXO: reverse KL to the smoothed label',
  hinge: 'SLiC: nothing once the margin reaches 1/β',
  ipo: 'IPO: squared distance of the margin to 1/(2β)',
  nca_pair: 'NCA: each response against the reference',
  sppo_hard: 'SPPO: each log-ratio to its own target ±1/(2β)',
  apo_zero: 'APO: the chosen up, the rejected down',
  apo_down: 'APO: both down, the rejected more',
  bco_pair: 'BCO: chosen and rejected told apart one by one, without its running mean',
  discopop: 'DiscoPOP: between logistic and exponential',
  aot: 'AOT: margins sorted, against those of the reference sorted',
  aot_unpaired: 'AOT: chosen log-ratios sorted, against rejected ones sorted',
} as const

export const pairParams = {
  dpoBeta: number({ label: 'Margin β', default: 0.1, paper: 0.1, trl: 0.1, min: 0.001, max: 10, scale: 'log' }),
  pairLoss: choice({
    label: 'Loss of a pair',
    options: preferenceLosses,
    default: 'sigmoid',
    paper: 'sigmoid',
    trl: 'sigmoid',
    meaning: lossMeanings,
  }),
  labelSmoothing: number({
    label: 'Label smoothing',
    default: 0,
    trl: 0,
    min: 0,
    max: 0.49,
    note: 'Share of pairs taken to be labelled the wrong way round; sigmoid, robust, exo_pair and aot read it.',
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
    options: ['reference', 'previous', 'nothing'],
    default: 'reference',
    paper: 'reference',
    trl: 'reference',
    meaning: {
      reference: 'the frozen reference',
      previous: 'the policy that started the iteration: the reference moves along',
      nothing: 'nothing: plain log-probabilities (reference-free)',
    },
  }),
  pairMargin: number({
    label: 'Margin to be reached γ',
    default: 0,
    min: 0,
    max: 20,
    aside: true,
    note: 'Taken off the scaled margin, so that the loss turns at γ instead of 0 (SimPO).',
  }),
  pairDivergence: choice({
    label: 'Divergence',
    options: divergences,
    default: 'reverse_kl',
    paper: 'reverse_kl',
    trl: 'reverse_kl',
    aside: true,
    meaning: {
      reverse_kl: 'the log-ratio itself',
      forward_kl: 'one minus the inverse ratio: what the reference likes is not given up',
      js_divergence: 'bounded above: no response is raised without end',
      alpha_divergence: 'between the two, by its exponent',
    },
  }),
  pairAlpha: number({
    label: 'Exponent of the alpha divergence',
    default: 0.5,
    trl: 0.5,
    min: 0,
    max: 4,
    aside: true,
    note: '1 is the reverse KL, 0 the forward one.',
  }),
  tailShare: number({
    label: 'Weight beyond the shorter one',
    default: 1,
    min: 0,
    max: 1,
    aside: true,
    note: 'Of tokens that stand further back than the shorter response of the pair is long (LD-DPO).',
  }),
  pairWeighting: choice({
    label: 'Weight of a pair',
    options: ['alike', 'likelihood'],
    default: 'alike',
    trl: 'alike',
    aside: true,
    meaning: { alike: 'all alike', likelihood: 'WPO: the more, the likelier both are under the policy now' },
  }),
  pairWeight: number({
    label: 'Weight of the loss',
    default: 1,
    trl: 1,
    min: 0,
    max: 10,
    aside: true,
    note: 'Of the loss of a pair, where several losses are mixed.',
  }),
  secondPairLoss: choice({
    label: 'Second loss',
    options: preferenceLosses,
    default: 'bco_pair',
    aside: true,
    note: 'Mixed in with the weight that follows.',
  }),
  secondPairWeight: number({
    label: 'Weight of the second loss',
    default: 0,
    min: 0,
    max: 10,
    aside: true,
    note: 'TRL’s recipe for pictures and text takes 0.8 of sigmoid, 0.2 of bco_pair and 1 of imitation.',
  }),
  chosenImitation: number({
    label: 'Imitation of the chosen',
    default: 0,
    min: 0,
    max: 10,
    aside: true,
    note: 'Weight of the cross-entropy of the chosen responses, a mean over their tokens.',
  }),
} as const satisfies ParamSpecs

export type PairSettings = Values<typeof pairParams & ParamSpecs>

/** [pairs, 1] sums over the tokens of both sides; those beyond the shorter one's length count `tail`. */
function sideSums(
  tf: Tf,
  perToken: Tensor2D,
  tensors: TensorsWith<'refLogp'>,
  pairs: PairTensors,
  tail: number,
): [Tensor2D, Tensor2D] {
  if (tail === 1) return sides(tf, rowSum(tf, perToken), pairs)
  const shared = tf.minimum(...sides(tf, tensors.length, pairs))
  const places = sides(tf, tf.cumsum<Tensor2D>(tensors.mask, 1), pairs)
  const sum = (values: Tensor2D, place: Tensor2D): Tensor2D => {
    const within = tf.cast(tf.lessEqual(place, shared), 'float32')
    return rowSum(tf, tf.mul<Tensor2D>(values, tf.add(tail, tf.mul(within, 1 - tail))))
  }
  const [chosen, rejected] = sides(tf, perToken, pairs)
  return [sum(chosen, places[0]), sum(rejected, places[1])]
}

/** [n, 1] exp of the mean over tokens of log p(token) - log sum p²: 1 where a response is as likely as a draw is to be met again. */
function likelihoodOf(tf: Tf, { now, mask, length }: TensorsWith<'refLogp'>): Tensor2D {
  const whole = detach(tf, tf.logSoftmax(now.logits!))
  const twice = tf.logSumExp(tf.mul(whole, 2), 2)
  return tf.exp(rowMean(tf, tf.mul<Tensor2D>(tf.sub(detach(tf, now.logp), twice), mask), { length }))
}

/** Loss per pair [pairs, 1], and the log-ratio of every response [n, 1]. */
export function pairLosses(
  tf: Tf,
  tensors: TensorsWith<'refLogp'>,
  params: PairSettings,
): { readonly perPair: Tensor2D; readonly logRatioToRef: Tensor2D } {
  const { now, refLogp, oldLogp, length } = tensors
  const { dpoBeta: beta, labelSmoothing: smoothing, tailShare } = params
  const pairs = pairsOf(tensors)
  const against = { reference: refLogp, previous: oldLogp, nothing: tf.zerosLike(refLogp) }[params.pairReference]
  const lengths = sides(tf, tf.maximum<Tensor2D>(length, 1), pairs)
  const perLength = (pair: [Tensor2D, Tensor2D]): [Tensor2D, Tensor2D] =>
    params.pairLength === 'sum' ? pair : [tf.div(pair[0], lengths[0]), tf.div(pair[1], lengths[1])]
  const policy = sideSums(tf, now.logp, tensors, pairs, tailShare)
  const before = sideSums(tf, against, tensors, pairs, tailShare)
  const ratios: [Tensor2D, Tensor2D] = [tf.sub(policy[0], before[0]), tf.sub(policy[1], before[1])]
  const score = (ratio: Tensor2D) => divergenceScore(tf, params.pairDivergence, ratio, params.pairAlpha)
  const [up, down] = perLength([score(ratios[0]), score(ratios[1])])
  const [a, b] = perLength(ratios)
  const [nowA, nowB] = perLength(policy)
  const [thenA, thenB] = perLength(before)
  const h = tf.sub<Tensor2D>(tf.sub(up, down), params.pairMargin / beta)
  const values = { a, b, h, now: tf.sub<Tensor2D>(nowA, nowB), before: tf.sub<Tensor2D>(thenA, thenB) }
  const lossBy = (kind: PairSettings['pairLoss']) => preferenceLoss(tf, kind, values, { beta, smoothing })
  const imitated = () => {
    const tokens = tf.maximum(tf.sum(lengths[0]), 1)
    const [chosen] = sides(tf, rowSum(tf, now.logp), pairs)
    return tf.mul<Tensor2D>(tf.onesLike(h), tf.neg(tf.div(tf.sum(chosen), tokens)))
  }
  const mixed = [
    { share: params.pairWeight, loss: () => lossBy(params.pairLoss) },
    { share: params.secondPairWeight, loss: () => lossBy(params.secondPairLoss) },
    { share: params.chosenImitation, loss: imitated },
  ]
    .filter(({ share }) => share !== 0)
    .map(({ share, loss }) => tf.mul<Tensor2D>(loss(), share))
  const total = mixed.reduce((sum, one) => tf.add<Tensor2D>(sum, one), tf.mul<Tensor2D>(h, 0))
  const weigh = () => tf.mul<Tensor2D>(...sides(tf, likelihoodOf(tf, tensors), pairs))
  const gain = tf.sub<Tensor2D>(now.logp, against)
  return {
    perPair: params.pairWeighting === 'alike' ? total : tf.mul<Tensor2D>(total, weigh()),
    logRatioToRef: params.pairLength === 'sum' ? rowSum(tf, gain) : rowMean(tf, gain, tensors),
  }
}
