/** Groups on which estimators part: made from a seed, for the bench, for invariants and for whoever wants to see why. */
import { type Draw, drawInteger, drawNormal, purpose, stream } from './rng.ts'

/** In the order of the menu, in words. */
export const awkwardGroups = {
  equal: 'All rewards equal',
  nearTie: 'A near tie: one a ten-thousandth above the others',
  oneHot: 'One right, all others wrong',
  heavyTail: 'A heavy tail: one reward far above the rest',
  longIsWrong: 'The longer, the worse',
  stale: 'The policy moved since it drew: ratios far from 1',
} as const
export type Awkward = keyof typeof awkwardGroups
export const awkwardNames = Object.keys(awkwardGroups) as readonly Awkward[]

export interface Made {
  /** [size] */
  readonly reward: readonly number[]
  /** [size] tokens of each, where lengths matter. */
  readonly length?: readonly number[]
  /** How far the logarithm of a token's probability moved, where staleness matters. */
  readonly drift?: () => number
}

const list = (size: number, value: (k: number) => number): number[] => Array.from({ length: size }, (_, k) => value(k))
const hundredths = (value: number): number => Math.round(100 * value) / 100

const makers: Readonly<Record<Awkward, (size: number, draw: Draw) => Made>> = {
  equal: size => ({ reward: list(size, () => 1) }),
  nearTie: (size, draw) => {
    const above = drawInteger(draw, size)
    return { reward: list(size, k => (k === above ? 0.5001 : 0.5)) }
  },
  oneHot: (size, draw) => {
    const right = drawInteger(draw, size)
    return { reward: list(size, k => (k === right ? 1 : 0)) }
  },
  heavyTail: (size, draw) => {
    const top = drawInteger(draw, size)
    return { reward: list(size, k => hundredths(k === top ? 8 + 4 * draw() : Math.abs(0.3 * drawNormal(draw)))) }
  },
  longIsWrong: (size, draw) => {
    const length = list(size, () => 4 + drawInteger(draw, 28))
    return { length, reward: length.map(tokens => hundredths(1 - (tokens - 4) / 28)) }
  },
  stale: (size, draw) => ({ reward: list(size, () => (draw() < 0.5 ? 0 : 1)), drift: () => 0.5 * drawNormal(draw) }),
}

/** A group of `size` responses; the same seed makes the same group. */
export const awkwardGroup = (which: Awkward, size: number, seed: number): Made =>
  makers[which](size, stream(seed, purpose.repeat, awkwardNames.indexOf(which)))
