/** ARLArena compute_EMPG_advantage (dc1da9f): a row of the original is a step; rows of one trajectory are a rollout here. */
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenFamily,
  matrix,
  number,
  settings,
  texts,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const empg: GoldenFamily = {
  file: 'credit/empg',
  run: ({ inputs, params }) => {
    fixed('eps', params.eps, 1e-8)
    const [mask, entropies, step] = [
      matrix(inputs.response_mask),
      matrix(inputs.token_entropy),
      vector(inputs.step_index),
    ]
    const advantages = vector(inputs.outcome_advantage_per_step)
    const [all, names] = [texts(inputs.traj), [...new Set(texts(inputs.traj))]]
    const rowsOf = names.map(name =>
      all.flatMap((own, row) => (own === name ? [row] : [])).sort((a, b) => step[a]! - step[b]!),
    )
    const order = rowsOf.flat()
    for (const rows of rowsOf) {
      for (const row of rows) fixed('advantage of a trajectory', advantages[row], advantages[rows[0]!])
    }
    const length = mask.map(row => row.lastIndexOf(1) + 1)
    const own = (rows: readonly number[], values: readonly (readonly number[])[]) =>
      rows.flatMap(row => values[row]!.slice(0, length[row]))
    const plain = batchOf({
      mask: rowsOf.map(rows => own(rows, mask)),
      // Every trajectory is a group of its own whose raw reward is its advantage.
      group: rowsOf.map((_, i) => i),
      reward: rowsOf.map(rows => advantages[rows[0]!]!),
      columns: { oldEntropy: rowsOf.map(rows => own(rows, entropies)) },
    })
    const ends = order.map((_, k) => order.slice(0, k + 1).reduce((total, row) => total + length[row]!, 0))
    const start = Int32Array.from(ends, (end, k) => end - length[order[k]!]!)
    const batch = {
      ...plain,
      turns: {
        rollout: Int32Array.from(order, row => names.indexOf(all[row]!)),
        start,
        end: Int32Array.from(ends),
      },
    }
    const values = settings('empg', 'none', {
      sharpness: number(params.k),
      nextSharpness: number(params.k_future),
      clarityBonus: number(params.zeta),
      lone: 'raw',
      epsilon: 0,
    })
    const { batch: got, explain } = estimate(resolveMethod('empg'), values, batch, context)
    const startOf = (row: number) => start[order.indexOf(row)]!
    const perRow = (values: Float32Array) => all.map((_, row) => values[startOf(row)]!)
    return {
      step_entropy: perRow(explain.stepEntropy!.values),
      norm_entropy: perRow(explain.relativeEntropy!.values),
      g: perRow(explain.stepWeight!.values),
      f: perRow(explain.clarity!.values),
      advantage: mask.map((wide, row) => wide.map((_, t) => (t < length[row]! ? got.credit[startOf(row) + t]! : 0))),
    }
  },
}

export default [empg] satisfies readonly GoldenFamily[]
