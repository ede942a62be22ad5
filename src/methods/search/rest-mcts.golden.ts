/** THUDM/ReST-MCTS MCTS/mcts.py, getBestChild, and MCTS/base.py, targets of values (2d5f488). */

import { inferredTargets, noEnd, pathTargets, type Verified } from '../../core/formulas/value-targets.ts'
import { fixed, type GoldenFamily, list, number, record, text } from '../golden/harness.ts'
import { bestChild, scoreOf, unvisited } from './rest-mcts.math.ts'

/** A letter per step; a leaf with `leaf_min` was verified right. */
function treeOf(node: unknown, tokens: readonly number[] = []): Verified {
  const { children = {}, leaf_min } = record(node)
  const below = Object.entries(record(children)).map(([letter, child]) =>
    treeOf(child, [...tokens, letter.charCodeAt(0)]),
  )
  return { tokens, children: below, right: leaf_min !== undefined && number(leaf_min) === 1 }
}

const nameOf = ({ tokens }: Pick<Verified, 'tokens'>) => String.fromCharCode(...tokens)

const family: GoldenFamily = {
  file: 'preference/rest-mcts',
  ignored: {
    low: 'a threshold that every score of these cases is above',
    note: 'words on what marks a right leaf',
  },
  run: ({ inputs, params }) => {
    if ('tree' in inputs) {
      const tree = treeOf(inputs.tree)
      const sample = (target: { readonly tokens: readonly number[]; readonly value: number }) => ({
        steps: nameOf(target),
        value: target.value,
      })
      if ('final' in inputs) {
        const end = [...text(inputs.final)].map(letter => letter.charCodeAt(0))
        return { samples: pathTargets(tree, end).map(sample) }
      }
      fixed('correct_leaf_min_steps', number(params.correct_leaf_min_steps), 1)
      const targets = inferredTargets(tree)
      const teaches = targets.some(({ steps }) => steps < noEnd)
      return {
        samples: teaches ? targets.map(sample) : [],
        nodes: Object.fromEntries(
          targets.map(target => [
            nameOf(target),
            { V: target.value, he: target.reaches ? 1 : 0, min_steps: target.steps },
          ]),
        ),
      }
    }
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
