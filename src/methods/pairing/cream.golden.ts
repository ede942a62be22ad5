/** Raibows/CREAM sft_dpo_trainer.py CustomTrainer.training_step, cal_consistency.py (de1d04b). */
import { extremesOf, toPairs, unsure } from '../../core/formulas/pairing.ts'
import { mean } from '../../core/math.ts'
import {
  batchOf,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { pairLossOf } from '../golden/pair-cases.ts'
import { consistencies } from './cream.math.ts'

function loss({ inputs, params }: GoldenCase) {
  const method = meaning(params.method, { original: 'original', avg: 'avg', dyn: 'dyn' })
  const beta = number(params.beta)
  const chosen = vector(inputs.policy_chosen_logps)
  const n = chosen.length
  const given = vector(inputs.consistency)
  // Both averages were taken before the loss is told: a batch holds one number, or each pair its own.
  const right = method === 'original' ? chosen.map(() => 1) : method === 'avg' ? given.map(() => mean(given)) : given
  const logp = [...chosen, ...vector(inputs.policy_rejected_logps)]
  const refLogp = [...vector(inputs.ref_chosen_logps), ...vector(inputs.ref_rejected_logps)]
  const pairs = toPairs(chosen.flatMap((_, k) => unsure({ chosen: k, rejected: k + n }, right[k]!)))
  const got = pairLossOf('cream', settings('cream', 'none', { dpoBeta: beta }), { logp, refLogp, pairs })
  const rewards = got.explain.logRatioToRef!.flat().map(x => beta * x)
  const [up, down] = [rewards.slice(0, n), rewards.slice(n)]
  const margin = mean(up.map((x, k) => x - down[k]!))
  const logged = {
    dpo_rewards_selected: mean(up),
    dpo_rewards_rejected: mean(down),
    dpo_logits: margin,
    dpo_rewards_accuracy: mean(up.map((x, k) => Number(x > down[k]!))),
    loss: got.loss,
  }
  return {
    loss: got.loss,
    logged: method === 'original' ? logged : { ...logged, dpo_consistency: mean(right), dpo_reverse_logits: -margin },
  }
}

function consistency({ inputs, params }: GoldenCase) {
  const [current, previous] = [matrix(inputs.rewards_current), matrix(inputs.rewards_previous)]
  const batch = batchOf({
    mask: current.flat().map(() => [1]),
    group: current.flatMap((row, g) => row.map(() => g)),
  })
  const now = Float32Array.from(current.flat())
  const kind = meaning(params.method, { kendall: 'kendall', spearman: 'spearman', toporder: 'toporder' } as const)
  const values = consistencies(batch, now, Float32Array.from(previous.flat()), kind, 'group')
  const startOf = (group: number) => batch.group.indexOf(group)
  return Object.fromEntries(
    extremesOf(batch, now).map(({ chosen, rejected }) => {
      const group = batch.group[chosen]!
      const own = { consistency: values[group], chosen: chosen - startOf(group), rejected: rejected - startOf(group) }
      return [String(group), own]
    }),
  )
}

export default [
  { file: 'preference/cream-loss', run: loss },
  { file: 'preference/cream-consistency', run: consistency },
] satisfies readonly GoldenFamily[]
