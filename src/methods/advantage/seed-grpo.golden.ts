/** Derived: A * f(alpha * SE / log G), clusters of equal answers. */
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, meaning, number, settings, text, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

/** `linear`, `exponential`, or `focal` with its exponent behind it. */
function shapeOf(name: string) {
  const exponent = /^focal(\d*\.?\d+)$/.exec(name)?.[1]
  if (exponent !== undefined) return { shape: 'focal', focus: Number(exponent) }
  return { shape: meaning(name, { linear: 'linear', exponential: 'exponential', exp: 'exponential' }) }
}

const advantage: GoldenFamily = {
  file: 'objective/seed-grpo-advantage',
  run: ({ inputs, params }) => {
    const answer = Array.isArray(inputs.cluster) ? inputs.cluster.map(String) : []
    const logp = inputs.logp === undefined ? undefined : vector(inputs.logp)
    const batch = batchOf({
      mask: answer.map(() => [1]),
      reward: inputs.reward === undefined ? answer.map(() => 0) : vector(inputs.reward),
      ...(logp && { columns: { oldLogp: logp.map(x => [x]) } }),
    })
    const values = settings('seed-grpo', 'none', {
      ...(params.f !== undefined && shapeOf(text(params.f))),
      alpha: number(params.alpha ?? 0),
      weighBy: logp ? 'likelihood' : 'count',
    })
    const got = estimate(resolveMethod('seed-grpo'), values, { ...batch, answer }, context)
    return {
      semantic_entropy: got.explain.semanticEntropy!.values[0],
      scale: got.explain.damping!.values[0],
      advantage: [...got.batch.advantage],
    }
  },
}

export default [advantage] satisfies readonly GoldenFamily[]
