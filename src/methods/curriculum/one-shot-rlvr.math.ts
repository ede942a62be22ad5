/** Which one problem to train on: by how its pass rate moved over the epochs of earlier training. */
import { mean, std } from '../../core/math.ts'
import { type Draw, shuffled } from '../../core/rng.ts'

/** [epochs] of one problem. */
export type History = readonly number[]

export type ScoreRule = 'spread' | 'alignment'

/** Mean over the problems, epoch by epoch. */
const curveOf = (histories: readonly History[]): number[] =>
  (histories[0] ?? []).map((_, epoch) => mean(histories.map(history => history[epoch]!)))

const squares = (values: readonly number[]): number => values.reduce((total, value) => total + value ** 2, 0)

/** 1 where a problem moved as the mean of all did; 0 where it was solved all along. */
function alignment(history: History, curve: readonly number[]): number {
  const distance = squares(history.map((rate, epoch) => rate - curve[epoch]!))
  const farthest = squares(curve.map(rate => 1 - rate))
  return farthest === 0 ? 0 : 1 - distance / farthest
}

/** One score per problem; histories of one length. */
export function scores(histories: readonly History[], rule: ScoreRule): number[] {
  if (rule === 'spread') return histories.map(history => std(history, 0))
  const curve = curveOf(histories)
  return histories.map(history => alignment(history, curve))
}

/** Places of the scores, the highest first; of equals the earlier. */
export const ranked = (own: readonly number[]): number[] => [...own.keys()].sort((a, b) => own[b]! - own[a]!)

/** As long as the shortest. */
export function level(histories: readonly History[]): readonly History[] {
  const length = Math.min(...histories.map(history => history.length))
  return histories.map(history => history.slice(0, length))
}

/** Of so many problems, those asked least often so far first, in random order: epoch by epoch. */
export function leastAsked(size: number, histories: Readonly<Record<number, History>>, draw: Draw): number[] {
  const times = (problem: number) => histories[problem]?.length ?? 0
  return shuffled([...Array(size).keys()], draw).sort((a, b) => times(a) - times(b))
}
