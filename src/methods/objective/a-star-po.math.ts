/** The optimal value of a problem from a few rewards. Source: TRL A2POTrainer._estimate_optimal_values (1.16.0). */
import { groupMembers, type With } from '../../core/batch.ts'
import { logSumExp, type Numbers, pick, sum } from '../../core/math.ts'
import type { MethodState } from '../../core/method.ts'

/** β log mean exp(r / β): from the mean reward (β large) to the best reward (β small). */
export const optimalValue = (rewards: Numbers, beta: number): number =>
  beta * (logSumExp(Array.from(rewards, r => r / beta)) - Math.log(rewards.length))

/** TRL leaves out a problem whose rewards add up to 0. */
export const isSilent = (rewards: Numbers): boolean => sum(rewards) === 0

/** By problem, what its first group of responses said. */
export type Memory<T> = Readonly<Record<number, T>>

/** Only the slots of a-star-po write their states. */
export const memoryOf = <T>(state: MethodState) => (state as Memory<T> | undefined) ?? {}

/** The memory with those problems added that it does not know yet. */
export function withFirst<T>(batch: With<'problem'>, known: Memory<T>, of: (rewards: number[]) => T): Memory<T> {
  const fresh = groupMembers(batch).flatMap((members, g): [number, T][] => {
    const problem = batch.problem[g]!
    return problem in known ? [] : [[problem, of(pick(batch.reward, members))]]
  })
  return { ...Object.fromEntries(fresh), ...known }
}
