/** The two optimal token baselines differ in their places only; their golden files are laid out alike. */
import type { Convention } from '../../core/params.ts'
import { batchOf, estimateOf, flag, type GoldenFamily, matrix, number, padded, settings } from './harness.ts'
import { verlRows } from './verl.ts'

/** The weights come as verl hands them over, truncated already: no cap of ours. */
export const tokenBaselineFamily = (file: string, id: string, convention: Convention): GoldenFamily => ({
  file,
  ignored: { note: 'a remark about the default and about the weights, which are read as inputs' },
  onlyWhere: { returns: 'response_mask' },
  run: c => {
    const { inputs, params } = c
    const oldLogp = matrix(inputs.old_log_probs)
    const weights = inputs.rollout_is_weights === undefined ? undefined : matrix(inputs.rollout_is_weights)
    const samplerLogp = weights?.map((row, i) => row.map((w, t) => oldLogp[i]![t]! - Math.log(Math.max(w, 1e-30))))
    const rows = verlRows(c, true)
    const columns = {
      ...rows.columns,
      oldLogp,
      collision: matrix(inputs.sum_pi_squared),
      ...(samplerLogp && { samplerLogp }),
    }
    const values = settings(id, convention, {
      tail: flag(params.handle_zero_tail) ? 'none' : 'own',
      energyRatio: weights ? 'on' : 'off',
      energyCap: 0,
      epsilon: number(params.epsilon),
    })
    const given = { ...rows, columns }
    const { credit, explain } = estimateOf(id, values, given)
    return { advantages: credit, returns: padded(batchOf(given), explain.return!.values, rows.mask[0]!.length) }
  },
})
