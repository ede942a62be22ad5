/** TRL DPOTrainer.dpo_loss (14ef1ab) of whole log-probabilities; DPOTrainer._compute_loss (f2cd577) from logits to loss. */
import { preferenceLosses } from '../../core/formulas/pair-losses.ts'
import { mean } from '../../core/math.ts'
import type { ParamValues } from '../../core/params.ts'
import {
  batchOf,
  cube,
  fixed,
  flag,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  settings,
  texts,
  vector,
} from '../golden/harness.ts'
import { logpOf, lossOfLogits } from '../golden/logits.ts'
import { halves, pairLossOf } from '../golden/pair-cases.ts'

const losses = Object.fromEntries(preferenceLosses.map(name => [name, name]))

function paramsOf(params: GoldenCase['params']) {
  const free = { true: 'nothing', false: 'reference' } as const
  return settings('dpo', 'none', {
    dpoBeta: number(params.beta),
    pairLoss: meaning(params.loss_type, losses),
    labelSmoothing: number(params.label_smoothing ?? 0),
    pairReference: meaning(params.reference_free ?? false, free),
  })
}

function run({ inputs, params }: GoldenCase) {
  const values = paramsOf(params)
  const chosen = vector(inputs.policy_chosen_logps)
  const pairs = chosen.length
  const logp = [...chosen, ...vector(inputs.policy_rejected_logps)]
  const refLogp = [...vector(inputs.ref_chosen_logps), ...vector(inputs.ref_rejected_logps)]
  const { gradient, explain, each } = pairLossOf('dpo', values, { logp, refLogp, pairs: halves(pairs) })
  const slopes = gradient.logp!.flat()
  // What TRL logs is against the reference even where the loss is not.
  const rewards = logp.map((x, i) => number(params.beta) * (x - refLogp[i]!))
  const own =
    values.pairReference === 'reference' ? explain.logRatioToRef!.flat().map(x => number(params.beta) * x) : rewards
  return {
    losses: each(),
    chosen_rewards: own.slice(0, pairs),
    rejected_rewards: own.slice(pairs),
    grad_mean_loss_wrt_chosen_logps: slopes.slice(0, pairs),
    grad_mean_loss_wrt_rejected_logps: slopes.slice(pairs),
  }
}

/** Losses of TRL that divide by the length of a response. */
const perLength: Readonly<Record<string, string>> = { ipo: 'ipo', sigmoid_norm: 'sigmoid' }

/** A mixture as ours: up to two losses of pairs, all of sums or all of means, and the imitation of the chosen. */
function mixture(kinds: readonly string[], weights: readonly number[]): ParamValues {
  const ofPairs = kinds.flatMap((kind, k) => (kind === 'sft' ? [] : [{ kind, weight: weights[k]! }]))
  const imitation = kinds.reduce((sum, kind, k) => sum + (kind === 'sft' ? weights[k]! : 0), 0)
  const [first, second, ...more] = ofPairs
  const normed = new Set(ofPairs.map(({ kind }) => kind in perLength))
  if (more.length > 0 || normed.size > 1) throw new Error(`${kinds}: at most two losses, both of sums or of means`)
  const named = ({ kind }: { kind: string }) => meaning(perLength[kind] ?? kind, losses)
  return {
    chosenImitation: imitation,
    pairLength: normed.has(true) ? 'mean' : 'sum',
    ...(first ? { pairLoss: named(first), pairWeight: first.weight } : { pairWeight: 0 }),
    ...(second && { secondPairLoss: named(second), secondPairWeight: second.weight }),
  }
}

function tokenParams({ params }: GoldenCase): ParamValues {
  fixed('batch_layout', params.batch_layout, 'rows 0..1 chosen, rows 2..3 rejected')
  const divergence = divergenceOf(params.f_divergence_type)
  return settings('dpo', 'none', {
    ...mixture(texts(params.loss_types), vector(params.loss_weights)),
    dpoBeta: number(params.beta),
    labelSmoothing: number(params.label_smoothing ?? 0),
    pairDivergence: divergence,
    pairAlpha: number(params.f_alpha_divergence_coef ?? 0.5),
    tailShare: number(params.ld_alpha ?? 1),
    pairWeighting: flag(params.use_weighting ?? false) ? 'likelihood' : 'alike',
  })
}

const divergenceOf = (value: unknown): string =>
  meaning(value ?? 'reverse_kl', {
    reverse_kl: 'reverse_kl',
    forward_kl: 'forward_kl',
    js_divergence: 'js_divergence',
    alpha_divergence: 'alpha_divergence',
  })

/** The trainer predicts token t + 1 at place t, and counts those of the completions. */
function runTokens(c: GoldenCase) {
  const values = tokenParams(c)
  const [logits, refLogits] = [cube(c.inputs.logits), cube(c.inputs.ref_logits)].map(rows =>
    rows.map(row => row.slice(0, -1)),
  )
  const [ids, mask] = [matrix(c.inputs.input_ids), matrix(c.inputs.completion_mask)].map(rows =>
    rows.map(row => row.slice(1)),
  )
  const pairs = mask!.length / 2
  const masked = (logp: number[][]) => logp.map((row, i) => row.map((x, t) => x * mask![i]![t]!))
  const [logp, refLogp] = [masked(logpOf(logits!, ids!)), masked(logpOf(refLogits!, ids!))]
  const zeros = mask!.map(row => row.map(() => 0))
  const batch = batchOf({
    mask: mask!,
    advantage: mask!.map(() => 0),
    pairs: halves(pairs),
    columns: { logp, refLogp, credit: zeros },
  })
  const { loss, gradient } = lossOfLogits('dpo', values, batch, logits!, ids!)
  // What is logged are sums of log-ratios, whatever the loss makes of them, but for the weight beyond the shorter one.
  const sums = pairSums(values, logp, refLogp, mask!)
  const beta = number(c.params.beta)
  const rewards = sums.ratio.map(x => beta * x)
  const [up, down] = [rewards.slice(0, pairs), rewards.slice(pairs)]
  return {
    loss,
    metrics: {
      'rewards/chosen': mean(up),
      'rewards/rejected': mean(down),
      'rewards/accuracies': mean(up.map((x, k) => Number(x > down[k]!))),
      'rewards/margins': mean(up.map((x, k) => x - down[k]!)),
      'logps/chosen': mean(sums.logp.slice(0, pairs)),
      'logps/rejected': mean(sums.logp.slice(pairs)),
    },
    grad_wrt_logits_l1: gradient.flat(2).reduce((total, x) => total + Math.abs(x), 0),
  }
}

/** [n] log-probability and log-ratio of whole responses. */
function pairSums(values: ParamValues, logp: number[][], refLogp: number[][], mask: number[][]) {
  const lengths = mask.map(row => row.reduce((sum, kept) => sum + kept, 0))
  const pairs = mask.length / 2
  const shared = lengths.map((length, i) => Math.min(length, lengths[(i + pairs) % mask.length]!))
  const sumOf = (row: number[], i: number) => {
    let place = 0
    return row.reduce((sum, x, t) => {
      place += mask[i]![t]!
      return sum + x * (place <= shared[i]! ? 1 : Number(values.tailShare))
    }, 0)
  }
  const own = logp.map(sumOf)
  return { logp: own, ratio: refLogp.map((row, i) => own[i]! - sumOf(row, i)) }
}

export default [
  { file: 'preference/dpo-sequence-losses', run },
  {
    file: 'preference/dpo-token-losses',
    notCompared: {
      'metrics.entropy': 'a number of the trainer’s log, of no part of the loss',
      'metrics.mean_token_accuracy': 'a number of the trainer’s log, of no part of the loss',
    },
    run: runTokens,
  },
] satisfies readonly GoldenFamily[]
