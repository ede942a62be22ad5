/** Derived cases: values of plans, rewards, and advantages over all responses of a problem. */
import { estimate, shapeReward } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, matrix, number, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'data/pta-grpo',
  run: ({ inputs, params }) => {
    const [accuracy, form] = [matrix(inputs.accuracy), matrix(inputs.format)]
    const values = settings('pta-grpo', 'none', {
      planTokens: 1,
      planWeight: number(params.w_plan),
      formWeight: number(params.w_format),
    })
    const batch = {
      ...batchOf({ mask: accuracy.flat().map(() => [1]), reward: accuracy.flat() }),
      // A token per plan.
      token: Int32Array.from(accuracy.flatMap((own, plan) => own.map(() => plan))),
      wellFormed: Float32Array.from(form.flat()),
    }
    const method = resolveMethod('pta-grpo')
    const shaped = shapeReward(method, values, batch, context)
    const { advantage } = estimate(method, values, batch, context).batch
    const starts = accuracy.map((_, k) => accuracy.slice(0, k).flat().length)
    const byPlan = (all: ArrayLike<number>) => accuracy.map((own, k) => own.map((_, j) => all[starts[k]! + j]!))
    return {
      plan_value: byPlan(shaped.explain.planValue!.values).map(([value]) => value),
      reward: byPlan(shaped.batch.reward),
      advantages: byPlan(advantage),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
