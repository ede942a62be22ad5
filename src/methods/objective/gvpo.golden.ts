/** verl-recipe gvpo compute_policy_loss_gvpo (48ea0a7). */
import { fail } from '../../core/fail.ts'
import { type GoldenCase, type GoldenFamily, lossOf, matrix, number, settings, vector } from '../golden/harness.ts'

/** The recipe divides by its setting of the group size less one; ours by that of each group. */
function groupsOf({ inputs, params }: GoldenCase): number[] {
  const [group, size] = [vector(inputs.index), number(params.n)]
  const other = group.find(g => group.filter(x => x === g).length !== size)
  return other === undefined
    ? group
    : fail('golden', `groups of ${size}`, `another size of group ${other}`, 'Ours divides by the size of each group.')
}

export default [
  {
    file: 'trainers/gvpo',
    ignored: { note: 'words about the outputs' },
    notRun: ({ outputs }) =>
      outputs.loss === null
        ? 'the original divides 0 by 0 for a response without tokens; here it implies a reward of 0'
        : undefined,
    run: c => {
      const { inputs, params } = c
      const columns = {
        logp: matrix(inputs.log_prob),
        oldLogp: matrix(inputs.old_log_prob),
        credit: matrix(inputs.advantages),
      }
      const values = settings('gvpo', 'verl', { implicitBeta: number(params.beta) })
      const got = lossOf('gvpo', values, { mask: matrix(inputs.response_mask), group: groupsOf(c), columns })
      return { loss: got.loss, grad_log_prob: got.gradient.logp }
    },
  },
] satisfies readonly GoldenFamily[]
