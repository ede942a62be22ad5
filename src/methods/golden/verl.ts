/** How verl lays out a batch for its advantage estimators: rewards per token, groups by index. */

import type { ParamValues } from '../../core/params.ts'
import {
  estimateOf,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  type Padded,
  rowSums,
  settings,
  vector,
} from './harness.ts'

/** The rollout's reward is the sum of its row; rewards per token are kept too where `dense`. */
export function verlRows({ inputs }: GoldenCase, dense = false): Padded {
  const tokenReward = matrix(inputs.token_level_rewards)
  return {
    mask: matrix(inputs.response_mask),
    reward: rowSums(tokenReward),
    ...(inputs.index !== undefined && { group: vector(inputs.index) }),
    ...(dense && { columns: { tokenReward } }),
  }
}

/** An estimator of one number per rollout, under verl's convention; its returns are its advantages. */
export const verlOutcome = (
  file: string,
  id: string,
  values: (c: GoldenCase) => ParamValues = () => ({}),
): GoldenFamily => ({
  file,
  notRun: ({ outputs }) => ('error' in outputs ? 'the original refuses a group of one; here it gets 0' : undefined),
  run: c => {
    const { credit } = estimateOf(id, settings(id, 'verl-b178a3c', values(c)), verlRows(c))
    return { advantages: credit, returns: credit }
  },
})
