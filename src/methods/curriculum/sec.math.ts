/** A bandit over the sources of problems: what is learned there now, remembered with a constant weight of the newest. */
import { mean, type Numbers, softmax } from '../../core/math.ts'

/** What each source was worth, by its index; absent means 0. */
export type Worth = Readonly<Record<number, number>>

/** How likely each of these sources is drawn: in proportion to exp(Q / tau). */
export const chances = (worth: Worth, sources: readonly number[], temperature: number): readonly number[] =>
  Array.from(softmax(sources.map(source => (worth[source] ?? 0) / temperature)))

/** How much a source teaches: the mean size of the advantages of its responses, silent groups counted. */
export const lesson = (advantages: Numbers): number => mean(Array.from(advantages, Math.abs))

/** Sources that were not met keep what they were worth. */
export const learned = (worth: Worth, lessons: ReadonlyMap<number, number>, rate: number): Worth => ({
  ...worth,
  ...Object.fromEntries(
    [...lessons].map(([source, value]) => [source, rate * value + (1 - rate) * (worth[source] ?? 0)]),
  ),
})
