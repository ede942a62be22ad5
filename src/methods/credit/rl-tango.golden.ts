/** Derived cases: outcome and process compared apart and mixed; what a verifier is paid. */

import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { stepPay, verifierPay } from './rl-tango.math.ts'

/** A token is a step, which the judge calls right or wrong. */
function mixedCase({ inputs, params }: GoldenCase) {
  const [reward, paid] = [vector(inputs.outcome), matrix(inputs.step_rewards)]
  const width = Math.max(...paid.map(({ length }) => length))
  const padded = (rows: readonly (readonly number[])[]) =>
    rows.map(row => Array.from({ length: width }, (_, t) => row[t] ?? 0))
  for (const [k, steps] of paid.entries())
    fixed(`pay of the steps of response ${k}`, String(steps), String(stepPay(steps.map(Math.sign))))
  const batch = batchOf({
    mask: padded(paid.map(steps => steps.map(() => 1))),
    reward,
    columns: { processReward: padded(paid.map(steps => steps.map(Math.sign))) },
  })
  const values = settings('rl-tango', 'none', { processStart: number(params.alpha) })
  const done = estimate(resolveMethod('rl-tango'), values, batch, context)
  const perStep = (column: Float32Array) =>
    paid.map((_, i) => [...column.subarray(batch.tokenStart[i], batch.tokenStart[i + 1])])
  return {
    outcome_advantage: [...done.batch.advantage],
    process_advantage_per_step: perStep(done.explain.processCredit!.values),
    mixed_per_step: perStep(done.batch.credit),
  }
}

const family: GoldenFamily = {
  file: 'data/rl-tango',
  run: c => {
    if ('outcome' in c.inputs) return mixedCase(c)
    const rule = vector(c.inputs.rule)
    return { reward: vector(c.inputs.verdict).map((said, i) => verifierPay(said, rule[i]!)) }
  },
}

export default [family] satisfies readonly GoldenFamily[]
