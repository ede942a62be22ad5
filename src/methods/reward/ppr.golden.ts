/** Derived: r_hat = r_process + r_outcome - 1 per step, then GAE over the steps. */
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const renorm: GoldenFamily = {
  file: 'credit/ppr-renorm',
  run: ({ inputs, params }) => {
    const judged = vector(inputs.process_reward).map(q => 2 * q - 1)
    const outcome = [number(inputs.outcome_reward)]
    const mask = [judged.map(() => 1)]
    const columns = { processReward: [judged], oldValue: [vector(inputs.values)] }
    const batch = { ...batchOf({ mask, reward: outcome, columns }), correct: Float32Array.from(outcome) }
    const own = { gamma: number(params.gamma), lambda: number(params.lam) }
    const alone = estimate(resolveMethod('ppr'), settings('ppr', 'none', {}), batch, context).batch
    const judgedBy = estimate(resolveMethod('ppr-critic'), settings('ppr-critic', 'none', own), batch, context).batch
    return { renorm_reward: [...alone.tokenReward!], advantage: [...judgedBy.credit] }
  },
}

export default [renorm] satisfies readonly GoldenFamily[]
