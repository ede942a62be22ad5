/** Responses that share a plan, their first tokens. */
import type { Batch } from '../../core/batch.ts'
import { mean, pick } from '../../core/math.ts'
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import { number } from '../../core/params.ts'

export const planParams = {
  planTokens: number({
    label: 'Tokens of a plan',
    default: 1,
    min: 1,
    max: 64,
    integer: true,
    note: 'The first of a response; what follows carries it out.',
  }),
}

/** Per problem `plans` beginnings, and the group's responses shared out among them in turn: y_i follows plan i mod m. */
export async function planned(
  handle: SamplerHandle,
  problems: readonly number[],
  groupSize: number,
  plans: number,
  planTokens: number,
): Promise<readonly (readonly SampledRollout[])[]> {
  const count = Math.min(plans, groupSize)
  const first = await handle.continueFrom(
    problems.flatMap(problem => Array.from({ length: count }, (_, rollout) => ({ problem, rollout, prefix: [] }))),
  )
  const requests = problems.flatMap((problem, k) =>
    Array.from({ length: groupSize - count }, (_, j) => ({
      problem,
      rollout: count + j,
      prefix: first[k * count + (j % count)]!.tokens.slice(0, planTokens),
    })),
  )
  const rest = requests.length > 0 ? await handle.continueFrom(requests) : []
  const others = groupSize - count
  return problems.map((_, k) => [
    ...first.slice(k * count, (k + 1) * count),
    ...rest.slice(k * others, (k + 1) * others),
  ])
}

/** Of these siblings those with the plan of each: equal first tokens are one plan. */
export function byPlan(batch: Batch, members: readonly number[], planTokens: number): readonly (readonly number[])[] {
  const followers = new Map<string, number[]>()
  for (const i of members) {
    const start = batch.tokenStart[i]!
    const plan = batch.token.subarray(start, Math.min(start + planTokens, batch.tokenStart[i + 1]!)).join()
    followers.set(plan, [...(followers.get(plan) ?? []), i])
  }
  return [...followers.values()]
}

/** What a plan is worth: how often those who follow it succeed. */
export const planValue = (batch: Batch, followers: readonly number[]): number => mean(pick(batch.reward, followers))
