/** Derived from the abstract of arXiv 2505.21178: the golden file says how. */
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const gated: GoldenFamily = {
  file: 'objective/conciser-l-grpo',
  run: ({ inputs, params }) => {
    const length = vector(inputs.length)
    const correct = vector(inputs.correct)
    const width = Math.max(...length)
    const mask = length.map(l => Array.from({ length: width }, (_, t) => (t < l ? 1 : 0)))
    const batch = { ...batchOf({ mask, reward: correct }), correct: Float32Array.from(correct) }
    const values = settings('conciser', 'none', { lengthLimit: number(params.L_max) })
    const result = estimate(resolveMethod('conciser'), values, batch, context)
    return { reward: result.batch.reward, advantage: result.batch.advantage }
  },
}

export default [gated] satisfies readonly GoldenFamily[]
