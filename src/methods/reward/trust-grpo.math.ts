/** How far a judge's opinion may be trusted, group by group. Source: arXiv 2505.17018, eqs 1-6. */
import { type Batch, groupMembers } from '../../core/batch.ts'
import { mean, type Numbers, pick } from '../../core/math.ts'

export interface Trust {
  /** [n] 1, or less in groups whose wrong responses the judge prefers. */
  readonly trust: Float32Array
  /** [n] mean opinion of the group's correct responses; 0 when there are none. */
  readonly meanCorrect: Float32Array
  /** [n] mean opinion of its wrong ones. */
  readonly meanWrong: Float32Array
}

/** Correct are rewards of 0.5 and more. Where one side is missing nothing can be compared: trust 1. */
export function trustIn(batch: Batch, opinion: Numbers): Trust {
  const make = () => new Float32Array(batch.rollouts)
  const [trust, meanCorrect, meanWrong] = [make().fill(1), make(), make()]
  for (const members of groupMembers(batch)) {
    const correct = members.filter(i => batch.reward[i]! >= 0.5)
    const wrong = members.filter(i => batch.reward[i]! < 0.5)
    const right = correct.length > 0 ? mean(pick(opinion, correct)) : 0
    const fooled = wrong.length > 0 ? mean(pick(opinion, wrong)) : 0
    const comparable = correct.length > 0 && wrong.length > 0
    for (const i of members) {
      if (comparable) trust[i] = Math.min(1, Math.exp(right - fooled))
      meanCorrect[i] = right
      meanWrong[i] = fooled
    }
  }
  return { trust, meanCorrect, meanWrong }
}

/** [n] opinions as the released code lets them in: not of clear failures, nor in groups that are all right or all wrong. */
export function admitted(batch: Batch, opinion: Numbers): Float32Array {
  const result = new Float32Array(batch.rollouts)
  for (const members of groupMembers(batch)) {
    const rewards = pick(batch.reward, members)
    if (rewards.every(r => r >= 0.9) || rewards.every(r => r <= 0.1)) continue
    for (const i of members) if (batch.reward[i]! >= 0.2) result[i] = opinion[i]!
  }
  return result
}
