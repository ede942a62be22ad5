/** YeTianJHU/AlphaLLM search/mcts.py (7a815a3): how wide a place becomes, and which child is gone into. */
import { sum } from '../../core/math.ts'
import { type GoldenFamily, matrix, number } from '../golden/harness.ts'
import { bestChild, importance, ucbOf, widthOf } from './alphallm.math.ts'

const family: GoldenFamily = {
  file: 'preference/alphallm',
  run: ({ inputs, params }) => {
    const children = matrix(inputs.child_results).map(results => ({ sum: sum(results), visits: results.length }))
    const parent = sum(children.map(({ visits }) => visits))
    const c = number(params.c_param)
    const growth = { factor: number(params.width_increase_factor), cap: number(params.cap) }
    return {
      n_total_children: widthOf(number(params.initial), children, growth),
      max_q_diff: importance(children),
      best_child: children.indexOf(bestChild(children, parent, c)!),
      ucb_recomputed: children.map(child => ucbOf(child, parent, c)),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
