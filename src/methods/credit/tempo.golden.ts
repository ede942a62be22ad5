/** Derived: A = ((r - mean) + (V(s_{t+1}) - V(s_t))) / std(r), V the mean reward of the siblings through a prefix. */
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  estimateOf,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const advantage: GoldenFamily = {
  file: 'credit/tempo',
  notCompared: { branch_token: 'which tokens have siblings that part there: read off the tree, used by no formula' },
  run: ({ inputs, params }) => {
    const ddof = meaning(params.std, { population: 0, sample: 1 })
    const responses = matrix(inputs.responses)
    const reward = vector(inputs.rewards)
    const batch = batchOf({ mask: responses.map(row => row.map(() => 1)), reward })
    const values = settings('tempo', 'none', {
      treeWeight: number(params.td_weight),
      stdEpsilon: number(params.eps),
      stdDdof: ddof,
    })
    const token = Int32Array.from(responses.flat())
    const got = estimate(resolveMethod('tempo'), values, { ...batch, token }, context)
    const rows = (column: Float32Array) =>
      responses.map((_, i) => [...column.subarray(batch.tokenStart[i], batch.tokenStart[i + 1])])
    const td = rows(got.explain.treeGain!.values)
    const before = rows(got.explain.treeValue!.values)
    const grpo = settings('grpo', 'none', { ddof, epsilon: number(params.eps) })
    return {
      td,
      prefix_values: before.map((row, i) => [...row, row.at(-1)! + td[i]!.at(-1)!]),
      advantage: rows(got.batch.credit),
      grpo_advantage: estimateOf('grpo', grpo, { mask: reward.map(() => [1]), reward }).advantage,
    }
  },
}

export default [advantage] satisfies readonly GoldenFamily[]
