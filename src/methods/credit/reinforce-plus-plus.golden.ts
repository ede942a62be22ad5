/** verl compute_reinforce_plus_plus_outcome_advantage (b178a3c, 0.9.1), and three estimators on rewards per token. */
import type { Convention } from '../../core/params.ts'
import { remaxCase } from '../advantage/remax.golden.ts'
import {
  batchOf,
  estimateOf,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  number,
  padded,
  settings,
} from '../golden/harness.ts'
import { verlRows } from '../golden/verl.ts'

const id = 'reinforce-plus-plus'

function plusPlus(c: GoldenCase, convention: Convention = 'verl-b178a3c') {
  const given = verlRows(c, true)
  const { credit, explain } = estimateOf(id, settings(id, convention, { gamma: number(c.params.gamma) }), given)
  return { advantages: credit, returns: padded(batchOf(given), explain.return!.values, given.mask[0]!.length) }
}

const outcome: GoldenFamily = {
  file: 'core/verl-adv-reinforce-plus-plus',
  onlyWhere: { returns: 'response_mask' },
  run: c => plusPlus(c),
}

/** Dense rewards, some of them at tokens that the policy did not write. */
const newest: GoldenFamily = {
  file: 'trainers/reinforce-plus-plus-0.9.1',
  notRun: ({ outputs }) =>
    'error' in outputs ? 'the original refuses a batch with one token; it gets 0 here' : undefined,
  onlyWhere: { returns: 'response_mask' },
  run: c => plusPlus(c, 'verl'),
}

const dense: GoldenFamily = {
  file: 'core/verl-adv-dense-rewards',
  onlyWhere: { advantages: 'response_mask', returns: 'response_mask' },
  run: c => {
    // Each estimator has what the others lack: a discount, a greedy response, a division.
    if (c.params.gamma !== undefined) return plusPlus(c)
    if (c.inputs.reward_baselines !== undefined) return remaxCase(c)
    fixed('norm_adv_by_std_in_grpo', c.params.norm_adv_by_std_in_grpo, true)
    const values = settings('grpo', 'verl-b178a3c', { epsilon: number(c.params.epsilon) })
    const { credit } = estimateOf('grpo', values, verlRows(c))
    return { advantages: credit, returns: credit }
  },
}

export default [outcome, newest, dense] satisfies readonly GoldenFamily[]
