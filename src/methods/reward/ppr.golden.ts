/** Derived: r_hat = r_process + r_outcome - 1 per step, then its sum to the end (GAE with gamma = lambda = 1, values 0). */
import { estimate } from '../estimate.ts'
import { batchOf, context, fixed, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const renorm: GoldenFamily = {
  file: 'credit/ppr-renorm',
  run: ({ inputs, params }) => {
    fixed('gamma', params.gamma, 1)
    fixed('lam', params.lam, 1)
    for (const value of vector(inputs.values)) fixed('value', value, 0)
    const judged = vector(inputs.process_reward).map(q => 2 * q - 1)
    const outcome = [number(inputs.outcome_reward)]
    const batch = batchOf({ mask: [judged.map(() => 1)], reward: outcome, columns: { processReward: [judged] } })
    const given = { ...batch, correct: Float32Array.from(outcome) }
    const got = estimate(resolveMethod('ppr'), settings('ppr', 'none', {}), given, context).batch
    return { renorm_reward: [...got.tokenReward!], advantage: [...got.credit] }
  },
}

export default [renorm] satisfies readonly GoldenFamily[]
