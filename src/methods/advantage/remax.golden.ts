/** verl compute_remax_outcome_advantage (b178a3c). */
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  padded,
  settings,
  vector,
} from '../golden/harness.ts'
import { verlRows } from '../golden/verl.ts'
import { resolveMethod } from '../index.ts'

/** Credit, and the same without baseline: what verl calls returns. */
export function remaxCase(c: GoldenCase) {
  const mask = matrix(c.inputs.response_mask)
  const width = mask[0]!.length
  const creditFor = (baselines: number[]) => {
    const batch = { ...batchOf(verlRows(c, true)), greedyReward: Float32Array.from(baselines) }
    const { credit } = estimate(resolveMethod('remax'), settings('remax', 'verl-b178a3c', {}), batch, context).batch
    return padded(batch, credit, width)
  }
  const baselines = vector(c.inputs.reward_baselines)
  return { advantages: creditFor(baselines), returns: creditFor(baselines.map(() => 0)) }
}

const remax: GoldenFamily = {
  file: 'core/verl-adv-remax',
  onlyWhere: { advantages: 'response_mask', returns: 'response_mask' },
  run: remaxCase,
}

export default [remax] satisfies readonly GoldenFamily[]
