/** Derived: soft Bellman backward induction on a binary tree of depth two. */
import { type SoftTree, softAdvantages, softValues } from '../../core/formulas/soft.ts'
import { estimateOf, type GoldenCase, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'

function treeOf({ inputs }: GoldenCase): SoftTree {
  const prefixes = [[], [0], [1], [0, 0], [0, 1], [1, 0], [1, 1]]
  const inner = [inputs.ref_root, inputs.ref_left, inputs.ref_right].map(vector)
  const at = new Map(prefixes.map((prefix, node) => [prefix.join(), node]))
  return {
    vocabSize: 2,
    prefixes,
    nodeOf: response => at.get(response.join()),
    value: Float64Array.from([0, 0, 0, ...vector(inputs.leaf_reward)]),
    probability: Float64Array.from([...inner.flat(), ...prefixes.slice(3).flatMap(() => [0, 0])]),
  }
}

function run(c: GoldenCase) {
  const tree = treeOf(c)
  const beta = number(c.params.beta)
  const { value, logp } = softValues(tree, beta)
  const policy = [0, 1, 2].map(node => [...logp.subarray(2 * node, 2 * node + 2)].map(Math.exp))
  const leaves = tree.prefixes.slice(3)
  // The credit that the method reads off the best policy is the soft advantage.
  const along = (row: ArrayLike<number>) => leaves.map(([a, b]) => [row[a!]!, row[2 * (1 + a!) + b!]!])
  const columns = { oldLogp: along(logp), refLogp: along(tree.probability.map(Math.log)) }
  const values = settings('dpo-token-q', 'none', { dpoBeta: beta })
  const read = estimateOf('dpo-token-q', values, { mask: leaves.map(() => [1, 1]), columns }).credit
  const exact = leaves.map(leaf => [...softAdvantages(tree, beta, leaf)])
  return {
    V_root: value[0],
    V_children: [value[1], value[2]],
    pi_root: policy[0],
    pi_children: [policy[1], policy[2]],
    token_credit_per_leaf: read,
    credit_sum_plus_V_root: exact.map(row => row[0]! + row[1]! + value[0]!),
  }
}

export default [{ file: 'credit/dpo-token-q', run }] satisfies readonly GoldenFamily[]
