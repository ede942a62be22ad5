/** A log in portions that the page takes in a few milliseconds each. */
import type { LoggedRollout } from '../core/log.ts'

/** Neighbours that weigh no more than this together; one that weighs more by itself is alone. */
export function* portions<T>(items: Iterable<T>, weigh: (item: T) => number, most: number): Iterable<T[]> {
  let held: T[] = []
  let weight = 0
  for (const item of items) {
    const own = weigh(item)
    if (held.length > 0 && weight + own > most) {
      yield held
      held = []
      weight = 0
    }
    held.push(item)
    weight += own
  }
  if (held.length > 0) yield held
}

/** What a value costs beside its characters: many small ones are no less work. */
const perValue = 64

/** Of a rollout: about how many characters of text would be as much work. A rollout by itself is a dozen values. */
export const weightOf = ({ prompt, response, extra }: LoggedRollout): number =>
  12 * perValue + (prompt?.length ?? 0) + (response?.length ?? 0) + sizeOf(extra)

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return perValue + value.length
  if (typeof value !== 'object' || value === null) return perValue
  return Object.entries(value).reduce((sum, [field, held]) => sum + field.length + sizeOf(held), perValue)
}
