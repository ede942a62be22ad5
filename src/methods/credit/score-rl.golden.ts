/** Derived: the objectives of both stages. Each attempt is one token whose log-ratio is its KL. */
import { withColumns } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'credit/score',
  run: ({ inputs, params }) => {
    const [first, second] = [number(inputs.r_first), number(inputs.r_second)]
    const batch = withColumns(batchOf({ mask: [[1, 1]], reward: [second] }), {
      attempt: Float32Array.of(first, second),
      oldLogp: Float32Array.of(0, 0),
      refLogp: Float32Array.of(-number(inputs.kl_first), -number(inputs.kl_second)),
    })
    const staged = (stageOneIterations: number, free = false) => {
      const values = settings('score-rl', 'none', {
        stageOneIterations,
        repairBonus: number(params.alpha),
        driftPrice: free ? 0 : number(params.beta1),
        firstPrice: number(params.beta2),
      })
      const { explain } = estimate(resolveMethod('score-rl'), values, batch, { ...context, iteration: 1 })
      const [w1 = 0, w2 = 0] = explain.attemptWorth!.values
      return { total: w1 + w2, second: w2, bonus: explain.repairPaid!.values[1] }
    }
    return {
      stage1_objective: staged(1).total,
      bonus: staged(0).bonus,
      second_attempt_reward_stage2: staged(0, true).second,
      stage2_objective: staged(0).total,
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
