/** An upper confidence bound for each source: what it taught lately, and a bonus for having been met rarely. */
import { mean, type Numbers, softmax } from '../../core/math.ts'

/** What is known of a source: sizes of its latest advantages, oldest first, and how many responses it ever gave. */
export interface Lessons {
  readonly recent: readonly number[]
  readonly seen: number
}
/** By the source's index; absent means never met. */
export type Records = Readonly<{ [source: number]: Lessons }>

const none: Lessons = { recent: [], seen: 0 }

export const taught = ({ recent }: Lessons): number => (recent.length === 0 ? 0 : mean(recent))

/** Of each of these sources; the bonus counts the responses of all of them. */
export function bounds(records: Records, sources: readonly number[], exploration: number): number[] {
  const own = sources.map(source => records[source] ?? none)
  const all = Math.max(
    1,
    own.reduce((total, { seen }) => total + seen, 0),
  )
  return own.map(record => taught(record) + exploration * Math.sqrt((2 * Math.log(all + 1)) / (record.seen + 1)))
}

/** How likely each of these sources is drawn. */
export const chances = (
  records: Records,
  sources: readonly number[],
  temperature: number,
  exploration: number,
): readonly number[] => Array.from(softmax(bounds(records, sources, exploration).map(bound => bound / temperature)))

/** After these advantages of one source's responses; the window forgets the oldest, the count forgets nothing. */
export function recorded(records: Records, source: number, advantages: Numbers, window: number): Records {
  const { recent, seen } = records[source] ?? none
  return {
    ...records,
    [source]: {
      recent: [...recent, ...Array.from(advantages, Math.abs)].slice(-window),
      seen: seen + advantages.length,
    },
  }
}
