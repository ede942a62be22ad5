/** TRL DPOTrainer.dpo_loss (14ef1ab). Responses of one token, whose log-probability is that of the whole response. */
import { preferenceLosses } from '../../core/formulas/pair-losses.ts'
import type { Pairs } from '../../core/method.ts'
import { type GoldenCase, type GoldenFamily, lossOf, meaning, number, settings, vector } from '../golden/harness.ts'

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
  const column = (numbers: readonly number[]) => numbers.map(x => [x])
  const lossOn = (among: Pairs) =>
    lossOf('dpo', values, {
      mask: column(logp.map(() => 1)),
      advantage: logp.map(() => 0),
      columns: { logp: column(logp), refLogp: column(refLogp) },
      pairs: among,
    })
  const of = (rows: readonly number[]): Pairs => ({
    chosen: Int32Array.from(rows),
    rejected: Int32Array.from(rows, k => k + pairs),
    weight: new Float32Array(rows.length).fill(1),
  })
  const every = [...chosen.keys()]
  const { gradient, explain } = lossOn(of(every))
  const slopes = gradient.logp!.flat()
  // What TRL logs is against the reference even where the loss is not.
  const rewards = logp.map((x, i) => number(params.beta) * (x - refLogp[i]!))
  const own =
    values.pairReference === 'reference' ? explain.logRatioToRef!.flat().map(x => number(params.beta) * x) : rewards
  return {
    losses: every.map(k => lossOn(of([k])).loss),
    chosen_rewards: own.slice(0, pairs),
    rejected_rewards: own.slice(pairs),
    grad_mean_loss_wrt_chosen_logps: slopes.slice(0, pairs),
    grad_mean_loss_wrt_rejected_logps: slopes.slice(pairs),
  }
}

export default [{ file: 'preference/dpo-sequence-losses', run }] satisfies readonly GoldenFamily[]
