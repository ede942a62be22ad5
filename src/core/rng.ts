/**
 * Counter-based randomness. A number is a pure function of its key, so a rollout does not depend on the batch layout,
 * the backend or the speed, and two runs that differ in one setting share their noise.
 *
 * The hash is MurmurHash3 x86_32 (A. Appleby, public domain) over the key's 32-bit words.
 */

/** What a stream of numbers is for; the first word of its key, so that purposes never share noise. */
export const purpose = {
  sample: 1,
  problem: 2,
  probe: 3,
  shuffle: 4,
  initialise: 5,
  branch: 6,
  method: 7,
  verify: 8,
  repeat: 9,
  judge: 10,
} as const

/** 32-bit hash of 32-bit words. Every key word is taken modulo 2^32. */
export function hash(seed: number, key: readonly number[] | Int32Array): number {
  let h = seed | 0
  for (const word of key) {
    let k = Math.imul(word | 0, 0xcc9e2d51)
    k = (k << 15) | (k >>> 17)
    h ^= Math.imul(k, 0x1b873593)
    h = (h << 13) | (h >>> 19)
    h = (Math.imul(h, 5) + 0xe6546b64) | 0
  }
  h ^= key.length * 4
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Uniform number strictly inside (0, 1), exact in float32 (24 bits), so that every backend sees the same value. */
export function uniform(seed: number, ...key: readonly number[]): number {
  return ((hash(seed, key) >>> 9) + 0.5) / 0x800000
}

/** A generator of successive uniforms under one key, for code that draws an unknown number of times. */
export type Draw = () => number

export function stream(seed: number, ...key: readonly number[]): Draw {
  let position = 0
  return () => uniform(seed, ...key, position++)
}

/** Integer in [0, count). */
export const drawInteger = (draw: Draw, count: number): number => Math.min(count - 1, Math.floor(draw() * count))

/** An index drawn in proportion to the weights: the first whose running total exceeds the draw. */
export function drawWeighted(draw: Draw, weights: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < weights.length; i++) total += weights[i]!
  let left = draw() * total
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!
    if (left < 0) return i
  }
  return weights.length - 1
}

/** A standard normal number (Box-Muller, the cosine branch). */
export const drawNormal = (draw: Draw): number => Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw())

/** A gamma number of this shape, scale 1 (Marsaglia and Tsang 2000; shapes below 1 by their power of a uniform). */
export function drawGamma(draw: Draw, shape: number): number {
  if (shape < 1) return drawGamma(draw, shape + 1) * draw() ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = drawNormal(draw)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(draw()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}

/** A number of the beta distribution: of two gammas, the share of the first. */
export function drawBeta(draw: Draw, alpha: number, beta: number): number {
  const first = drawGamma(draw, alpha)
  return first / (first + drawGamma(draw, beta))
}

/** Fisher-Yates; returns a new array. */
export function shuffled<T>(items: readonly T[], draw: Draw): T[] {
  const result = [...items]
  for (let i = result.length - 1; i > 0; i--) {
    const j = drawInteger(draw, i + 1)
    ;[result[i], result[j]] = [result[j]!, result[i]!]
  }
  return result
}

/**
 * Image of `index` under a permutation of 0 .. count-1 that the key chooses; nothing is stored, so any place can be asked
 * alone. A four-round Feistel network on the next even number of bits, walked until it lands inside the range
 * (Black and Rogaway, Ciphers with arbitrary finite domains, 2002).
 */
export function permuted(index: number, count: number, seed: number, ...key: readonly number[]): number {
  const half = Math.max(1, Math.ceil(Math.log2(Math.max(2, count)) / 2))
  const mask = 2 ** half - 1
  let value = index
  do {
    let [left, right] = [value >>> half, value & mask]
    for (let round = 0; round < 4; round++) {
      ;[left, right] = [right, left ^ (hash(seed, [...key, round, right]) & mask)]
    }
    value = ((left << half) | right) >>> 0
  } while (value >= count)
  return value
}

/** The 32-bit seed that a person's word or number stands for. Numbers below 2^32 stand for themselves. */
export function seedFrom(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 32) return Number(text)
  return hash(0x5eed, [...new TextEncoder().encode(text)])
}
