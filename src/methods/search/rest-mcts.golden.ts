/** THUDM/ReST-MCTS MCTS/mcts.py, getBestChild (2d5f488): which child is gone into. */
import { fixed, type GoldenFamily, list, number, record } from '../golden/harness.ts'
import { bestChild, scoreOf, unvisited } from './rest-mcts.math.ts'

const family: GoldenFamily = {
  file: 'preference/rest-mcts',
  ignored: { low: 'a threshold that every score of these cases is above' },
  notRun: ({ inputs }) =>
    'tree' in inputs
      ? 'targets that train a value model on trees whose leaves were verified; here a judge stands in for that model and nothing trains it'
      : undefined,
  run: ({ inputs, params }) => {
    fixed('INF', number(params.INF), unvisited)
    const c = number(params.exploration_constant)
    const parent = number(inputs.parent_visits)
    const children = list(inputs.children).map((child, at) => ({
      name: `c${at}`,
      value: number(record(child).V),
      visits: number(record(child).N),
    }))
    return {
      selected: bestChild(children, parent, { c, low: number(params.low) }, () => 0)?.name,
      scores_recomputed: children.map(child => scoreOf(child, parent, c)),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
