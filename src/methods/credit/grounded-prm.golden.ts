/** Derived, assumed fusion: u_i = mean of later verdicts + beta * final verdict; label = the tool's verdict. */
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const fusion: GoldenFamily = {
  file: 'credit/grounded-prm',
  run: ({ inputs, params }) => {
    const judged = vector(inputs.tool_verdict)
    const correct = Float32Array.of((number(inputs.final) + 1) / 2)
    const batch = batchOf({ mask: [judged.map(() => 1)], columns: { processReward: [judged] } })
    const values = settings('grounded-prm', 'none', { finalWeight: number(params.beta) })
    const { explain } = estimate(resolveMethod('grounded-prm'), values, { ...batch, correct }, context)
    return { node_value: [...explain.nodeValue!.values], step_label: [...explain.verdict!.values] }
  },
}

export default [fusion] satisfies readonly GoldenFamily[]
