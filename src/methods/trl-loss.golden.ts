/** TRL GRPOTrainer._compute_loss (f2cd577): one function for many methods. */
import type { ParamValues } from '../core/params.ts'
import { estimate } from './estimate.ts'
import {
  batchOf,
  context,
  fixed,
  flag,
  type GoldenCase,
  type GoldenFamily,
  idle,
  lossOf,
  maskedMean,
  matrix,
  meaning,
  meanOver,
  number,
  type Padded,
  padded,
  settings,
  text,
  vector,
} from './golden/harness.ts'
import { resolveMethod } from './index.ts'

const record = (value: unknown): { readonly price?: unknown } =>
  typeof value === 'object' && value !== null ? value : {}

interface Chosen {
  readonly id: string
  readonly params: ParamValues
}

const clips = (given: GoldenCase['params']) => ({
  clipLow: number(given.epsilon_low),
  clipHigh: number(given.epsilon_high),
})
/** Methods that have PPO's own objective. */
const clipped = (given: GoldenCase['params']) => ({ ...clips(given), dualClip: number(given.delta ?? 0) })

/** One option at a time stands in TRL's own tests; two together are a method that we do not have. */
function alone(given: GoldenCase['params'], option: string): void {
  const options = ['top_entropy_quantile', 'off_policy_mask_threshold', 'use_adaptive_entropy']
  for (const other of options)
    if (other !== option) fixed(`${other} beside ${option || 'loss_type'}`, given[other], undefined)
}

/** Method and parameters that stand for TRL's loss_type and the options beside it. */
function chosen(given: GoldenCase['params']): Chosen {
  const type = text(given.loss_type)
  const sequence = meaning(given.importance_sampling_level, { sequence: true, token: false })
  if (type === 'luspo') {
    alone(given, '')
    fixed('importance_sampling_level', given.importance_sampling_level, 'sequence')
    return { id: 'luspo', params: clips(given) }
  }
  if (sequence) {
    alone(given, '')
    fixed('delta', given.delta, undefined)
    const mode = meaning(type, { dapo: 'token-mean', bnpo: 'token-mean', grpo: 'seq-mean-token-mean' })
    return { id: 'gspo-trl', params: { ...clips(given), aggregation: mode } }
  }
  if (given.top_entropy_quantile !== undefined) {
    alone(given, 'top_entropy_quantile')
    fixed('loss_type', type, 'dapo')
    const params = { ...clipped(given), topShare: number(given.top_entropy_quantile) }
    return { id: 'high-entropy-token-mask', params }
  }
  if (given.off_policy_mask_threshold !== undefined) {
    alone(given, 'off_policy_mask_threshold')
    fixed('loss_type', type, 'dapo')
    const params = { ...clipped(given), divergenceLimit: number(given.off_policy_mask_threshold) }
    return { id: 'off-policy-sequence-mask', params }
  }
  if (given.use_adaptive_entropy === true) {
    alone(given, 'use_adaptive_entropy')
    fixed('loss_type', type, 'dapo')
    const own = { entropyStart: number(given.entropy_coef), entropyFloor: number(given.entropy_target) }
    return { id: 'trl-adaptive-entropy', params: { ...clipped(given), ...own } }
  }
  switch (type) {
    case 'cispo':
      idle(given.epsilon_low)
      return { id: 'trl-cispo', params: { ratioCap: number(given.epsilon_high) } }
    case 'sapo':
      idle(given.epsilon_low, given.epsilon_high)
      return { id: 'sapo', params: {} }
    case 'vespo':
      idle(given.epsilon_low, given.epsilon_high)
      return { id: 'vespo', params: {} }
    case 'bnpo':
      return { id: 'bnpo', params: clipped(given) }
    case 'dr_grpo':
      return { id: 'dr-grpo', params: clipped(given) }
    case 'grpo':
      return { id: 'grpo', params: { ...clipped(given), aggregation: 'seq-mean-token-mean' } }
    case 'dapo':
      return { id: given.delta === undefined ? 'dapo' : 'two-sided', params: clipped(given) }
    default:
      return meaning(type, {})
  }
}

function givenOf({ inputs, params }: GoldenCase): Padded {
  const completion = matrix(inputs.completion_mask)
  const tool = inputs.tool_mask === undefined ? completion : matrix(inputs.tool_mask)
  const oldLogp = matrix(inputs.old_per_token_logps)
  const columns = {
    logp: matrix(inputs.per_token_logps),
    oldLogp,
    // TRL measures staleness from the old log-probabilities when the sampler recorded none.
    samplerLogp: oldLogp,
    oldEntropy: matrix(inputs.entropies),
    ...(params.beta !== 0 && { refLogp: matrix(inputs.ref_per_token_logps) }),
  }
  const mask = completion.map((row, i) => row.map((kept, t) => kept * tool[i]![t]!))
  return { mask, advantage: vector(inputs.advantages), columns }
}

/** What the method's own credit slot adds: here, the weight that the entropy's controller sets. */
function controlled(id: string, values: ParamValues, given: Padded): { given: Padded; state: unknown } {
  const batch = batchOf({ ...given, reward: given.advantage! })
  // The case begins where an earlier window was low; at the very start nothing is paid.
  const credit = 'entropyStart' in values ? { price: values.entropyStart, low: true } : undefined
  const { batch: credited, states } = estimate(resolveMethod(id), values, batch, context, { credit })
  if (!credited.entropyWeight) return { given, state: undefined }
  const entropyWeight = padded(batch, credited.entropyWeight, given.mask[0]!.length)
  return { given: { ...given, columns: { ...given.columns, entropyWeight } }, state: states.credit }
}

const withoutBonus = (given: Padded): Padded => ({
  ...given,
  columns: { ...given.columns, entropyWeight: given.mask.map(row => row.map(() => 0)) },
})

/** Shares of clipped tokens; of responses where a mark belongs to a response. */
function clipShares(mask: number[][], low: number[][], high: number[][]) {
  const perRow = low[0]!.length === 1
  const of = (marks: number[][]) =>
    perRow
      ? meanOver(
          marks.map(() => 1),
          marks.flat(),
        )
      : maskedMean(mask, marks)
  const share = (marks: number[][]) => mask.map((row, i) => (perRow ? marks[i]![0]! : meanOver(row, marks[i]!)))
  return {
    'clip_ratio/low_mean': of(low),
    'clip_ratio/high_mean': of(high),
    'clip_ratio/region_mean': of(low) + of(high),
    'clip_ratio/low_min': Math.min(...share(low)),
    'clip_ratio/high_max': Math.max(...share(high)),
  }
}

function metricsOf(c: GoldenCase, { mask, columns, advantage }: Padded, explain: Readonly<Record<string, number[][]>>) {
  const rows = mask.map(row => [...row])
  const [logp, refLogp] = [columns!.logp!, columns!.refLogp]
  const ratio = text(c.params.loss_type) === 'vespo' ? undefined : explain.ratio
  const times = (i: number, t: number) => (c.params.use_bias_correction_kl === true ? ratio![i]![t]! : 1)
  const k3 = refLogp?.map((row, i) =>
    row.map((x, t) => (Math.exp(x - logp[i]![t]!) - (x - logp[i]![t]!) - 1) * times(i, t)),
  )
  const capped = explain.capped?.map((row, i) => row.map(mark => (advantage![i]! > 0 ? mark : 0)))
  return {
    entropy: maskedMean(
      rows,
      columns!.oldEntropy!.map(row => [...row]),
    ),
    ...(k3 && { kl: maskedMean(rows, k3) }),
    ...(capped && { cispo_clip_ratio: maskedMean(rows, capped) }),
    ...(explain.weight && {
      'vespo/phi_seq_mean': meanOver(
        mask.map(() => 1),
        explain.weight.flat(),
      ),
    }),
    ...(explain.clippedLow && clipShares(rows, explain.clippedLow, explain.clippedHigh!)),
  }
}

const loss: GoldenFamily = {
  file: 'core/trl-grpo-loss',
  ignored: { num_items_in_batch: 'a remark; the count itself is an input of the same name' },
  run: c => {
    const { inputs, params } = c
    const { id, params: own } = chosen(params)
    const beta = { klCoefficient: number(params.beta) }
    const bonus = flag(params._entropy_bonus_enabled ?? false) ? number(params.entropy_coef) : 0
    const fixedBonus = params.use_adaptive_entropy === true ? 0 : bonus
    const shared = { ...beta, klTimesRatio: flag(params.use_bias_correction_kl ?? false) ? 'on' : 'off' }
    const values = settings(id, 'trl-f2cd577', { ...own, ...shared, entropyCoefficient: fixedBonus })
    const { given, state } = controlled(id, values, givenOf(c))
    const tokens = inputs.num_items_in_batch
    const options = {
      maxResponse: number(params.max_completion_length),
      ...(tokens !== undefined && { whole: { tokens: number(tokens), rollouts: given.mask.length } }),
    }
    const got = lossOf(id, values, given, options)
    const price = state === undefined ? fixedBonus : number(record(state).price)
    return {
      loss: got.loss,
      grad_per_token_logps: got.gradient.logp,
      grad_entropies: got.gradient.entropy,
      metrics: {
        ...metricsOf(c, given, got.explain),
        policy_loss: lossOf(id, { ...values, entropyCoefficient: 0 }, withoutBonus(given), options).loss,
        entropy_coef: price,
      },
    }
  },
}

export default [loss] satisfies readonly GoldenFamily[]
