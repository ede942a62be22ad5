/** Derived cases: which problems are kept, the regression of values, and how often a group disagrees. */
import { nearest } from '../../core/formulas/selection.ts'
import { mean } from '../../core/math.ts'
import { type GoldenFamily, matrix, number, settings, vector } from '../golden/harness.ts'
import { signalChance } from './knapsack-rl.math.ts'
import { regression } from './pcl.math.ts'

const selection: GoldenFamily['run'] = ({ inputs, params }) => {
  const values = vector(inputs.values)
  const target = Number(settings('pcl', 'none', { targetRate: number(params.threshold) }).targetRate)
  const selected = nearest(values, number(params.m), target)
  return { selected, distance: selected.map(i => Math.abs(values[i]! - target)) }
}

const regressed: GoldenFamily['run'] = ({ inputs }) => {
  const target = matrix(inputs.rewards).map(mean)
  const { loss, slope } = regression(vector(inputs.V), target)
  return { target, loss, grad_V: slope }
}

export default [
  {
    file: 'data/pcl',
    run: c => {
      if ('V' in c.inputs) return regressed(c)
      if ('values' in c.inputs) return selection(c)
      return { effective: signalChance(number(c.params.p), number(c.params.n)) }
    },
  },
] satisfies readonly GoldenFamily[]
