/** Stopping as soon as one more draw is not worth it. */
import type { Numbers } from '../../core/math.ts'
import type { SearchHandle } from '../../core/search.ts'

/** Whether drawing again is unlikely enough to do better. */
export const isEnough = (better: number, threshold: number): boolean => better <= 1 - threshold

/**
 * Draws responses one after another. `better` of the best so far is the judge's chance of a draw from the beginning to be
 * right, times its chance that the best so far is wrong: only then would the new one be better.
 */
export async function drawnUntil(
  handle: SearchHandle,
  { threshold, most }: { readonly threshold: number; readonly most: number },
): Promise<readonly (readonly number[])[]> {
  const chance = handle.judge([])
  const responses: (readonly number[])[] = []
  let best = 0
  while (responses.length < most) {
    const [answer] = await handle.advance([{ prefix: [], rollout: responses.length }], Number.POSITIVE_INFINITY)
    responses.push(answer!.tokens)
    best = Math.max(best, handle.judge(answer!.tokens))
    if (isEnough(chance * (1 - best), threshold)) break
  }
  return responses
}

export interface Stopping {
  readonly reward: number
  readonly samples: number
  /** Chance of a draw to be better than each value. */
  readonly better: readonly number[]
  readonly bestOfAll: number
  readonly single: number
}

/** What the rule comes to where the distribution of rewards is known: exact, over the best so far. */
export function stopping(
  values: Numbers,
  probabilities: Numbers,
  { threshold, most }: { readonly threshold: number; readonly most: number },
): Stopping {
  const places = Array.from(values, (_, at) => at)
  const sumOver = (of: (at: number) => number) => places.reduce((total, at) => total + of(at), 0)
  const better = places.map(at => sumOver(other => (values[other]! > values[at]! ? probabilities[other]! : 0)))
  const afterMax = (chance: readonly number[]): number[] => {
    const next = places.map(() => 0)
    for (const a of places)
      for (const b of places) next[values[b]! > values[a]! ? b : a]! += chance[a]! * probabilities[b]!
    return next
  }
  let best = Array.from(probabilities)
  let going = [...best]
  let [samples, reward] = [1, 0]
  for (let n = 1; ; n++) {
    const stops = (at: number) => n === most || isEnough(better[at]!, threshold)
    reward += sumOver(at => (stops(at) ? going[at]! * values[at]! : 0))
    going = places.map(at => (stops(at) ? 0 : going[at]!))
    if (n === most) break
    samples += sumOver(at => going[at]!)
    going = afterMax(going)
    best = afterMax(best)
  }
  const mean = (chance: readonly number[]) => sumOver(at => chance[at]! * values[at]!)
  return { reward, samples, better, bestOfAll: mean(best), single: mean(Array.from(probabilities)) }
}
