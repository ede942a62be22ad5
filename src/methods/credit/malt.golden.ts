/** Derived cases: values and labels up the tree of generations, critiques and refinements. */
import { batchOf, cube, fixed, type GoldenFamily, number, settings } from '../golden/harness.ts'
import { labelled } from './malt.math.ts'

const family: GoldenFamily = {
  file: 'data/malt',
  run: ({ inputs, params }) => {
    const leaves = cube(inputs.leaf_correct)
    for (const critiques of leaves) fixed('critiques of every generation', critiques.length, leaves[0]!.length)
    const paths = leaves.flatMap((critiques, g) => critiques.flatMap((own, v) => own.map((_, r) => [g, v, r])))
    const batch = {
      ...batchOf({ mask: paths.map(() => [1, 1, 1]), reward: leaves.flat(2) }),
      token: Int32Array.from(paths.flat()),
    }
    const { roleTokens, keepAbove } = settings('malt', 'none', { roleTokens: 1, keepAbove: number(params.threshold) })
    const { roleValue, kept } = labelled(batch, Number(roleTokens), Number(keepAbove))
    /** Of a column what stands at a role of the first leaf below a node. */
    const at = (column: Float32Array, role: number, path: readonly number[]) =>
      column[3 * paths.findIndex(own => path.every((step, k) => own[k] === step)) + role]!
    const label = (role: number, path: readonly number[]) => at(kept, role, path) === 1
    return {
      generator_value: leaves.map((_, g) => at(roleValue, 0, [g])),
      verifier_value: leaves.map((critiques, g) => critiques.map((_, v) => at(roleValue, 1, [g, v]))),
      generator_label: leaves.map((_, g) => label(0, [g])),
      verifier_label: leaves.map((critiques, g) => critiques.map((_, v) => label(1, [g, v]))),
      refiner_label: leaves.map((critiques, g) => critiques.map((own, v) => own.map((_, r) => label(2, [g, v, r])))),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
