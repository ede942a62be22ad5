/** Trinity's two clips by entropy change: GRPO advantages as verl computes them, and a mask without what is left out. */
import { spread } from '../../core/batch.ts'
import type { ParamValues } from '../../core/params.ts'
import { estimate } from '../estimate.ts'
import { resolveMethod } from '../index.ts'
import {
  batchOf,
  context,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  number,
  type Padded,
  padded,
  rowSums,
  settings,
  vector,
} from './harness.ts'

interface Clip {
  readonly file: string
  readonly id: string
  readonly params?: (given: GoldenCase['params']) => ParamValues
  readonly columns?: (c: GoldenCase) => Padded['columns']
}

export const entropyClip = ({ file, id, params, columns }: Clip): GoldenFamily => ({
  file,
  ignored: { note: 'says which log-probabilities the original takes: the case gives one kind for both' },
  notCompared: { metrics: 'logged metrics' },
  run: c => {
    const { inputs, params: given } = c
    const values = settings(id, 'trinity', {
      clipWidth: number(given.mu),
      epsilon: number(given.epsilon),
      ...params?.(given),
    })
    const logp = matrix(inputs.log_prob)
    const mask = matrix(inputs.response_mask)
    const batch = batchOf({
      mask,
      group: vector(inputs.index),
      reward: rowSums(matrix(inputs.token_level_rewards)),
      columns: { oldLogp: logp, samplerLogp: logp, oldEntropy: matrix(inputs.entropy), ...columns?.(c) },
    })
    const { advantage, trained } = estimate(resolveMethod(id), values, batch, context).batch
    const width = mask[0]!.length
    // The original leaves the advantages of tokens that it leaves out as they are; our credit is 0 there.
    return { advantages: padded(batch, spread(batch, advantage), width), response_mask: padded(batch, trained!, width) }
  },
})
