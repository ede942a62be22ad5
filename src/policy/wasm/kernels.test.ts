import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createArena, openKernels } from './kernels.ts'

const kernels = await openKernels()
const arena = createArena(kernels.memory)

/** The definition of gemm: one float32 sum in ascending order from the start value. */
function product(A: Float32Array, B: Float32Array, S: Float32Array, m: number, n: number, k: number): Float32Array {
  return Float32Array.from({ length: m * n }, (_, index) => {
    const [i, j] = [Math.floor(index / n), index % n]
    let total = S[j]!
    for (let p = 0; p < k; p++) total = Math.fround(total + Math.fround(A[i * k + p]! * B[p * n + j]!))
    return total
  })
}

const transposed = (X: Float32Array, rows: number, columns: number): Float32Array =>
  X.map((_, index) => X[(index % rows) * columns + Math.floor(index / rows)]!)

const wave = (length: number, seed: number) => Float32Array.from({ length }, (_, i) => Math.sin(seed + 1.7 * i * i))

test('a matrix product is, bit for bit, the sum in ascending order, whatever the sizes and the transposition', () => {
  const size = fc.integer({ min: 1, max: 21 })
  const depth = fc.oneof(size, fc.integer({ min: 250, max: 520 }))
  fc.assert(
    fc.property(size, size, depth, fc.boolean(), fc.boolean(), fc.integer(), (m, n, k, turnA, turnB, seed) => {
      const [A, B, S] = [wave(m * k, seed), wave(k * n, seed + 1), wave(n, seed + 2)]
      arena.scope(() => {
        const a = arena.place(turnA ? transposed(A, m, k) : A)
        const b = arena.place(turnB ? transposed(B, k, n) : B)
        const s = arena.place(S)
        // Room around C, which must stay untouched.
        const c = arena.place(new Float32Array(m * (n + 3)).fill(7))
        const [aRow, aColumn] = turnA ? [1, m] : [k, 1]
        const [bRow, bColumn] = turnB ? [1, k] : [n, 1]
        kernels.gemm(m, n, k, a, aRow, aColumn, b, bRow, bColumn, s, 0, c, n + 3)
        const C = arena.floats(c, m * (n + 3))
        const expected = product(A, B, S, m, n, k)
        for (let i = 0; i < m; i++) {
          expect(C.slice(i * (n + 3), i * (n + 3) + n)).toEqual(expected.slice(i * n, (i + 1) * n))
          expect([...C.slice(i * (n + 3) + n, (i + 1) * (n + 3))]).toEqual([7, 7, 7])
        }
      })
    }),
    { numRuns: 60 },
  )
})

test('GELU and its derivative are exact to about a millionth between -30 and 30', () => {
  const x = Float32Array.from({ length: 6000 }, (_, i) => (i - 3000) / 100)
  const inner = (v: number) => Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)
  const gelu = (v: number) => v / (1 + Math.exp(-2 * inner(v)))
  const slope = (v: number) => {
    const gate = 1 / (1 + Math.exp(-2 * inner(v)))
    return gate + v * gate * (1 - gate) * 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * v * v)
  }
  const worst = arena.scope(() => {
    const [from, y, d] = [arena.place(x), arena.allocate(x.length), arena.place(new Float32Array(x.length).fill(1))]
    kernels.geluForward(y, from, x.length)
    kernels.geluBackward(d, from, x.length)
    const error = (got: Float32Array, exact: (v: number) => number) =>
      x.reduce((top, v, i) => Math.max(top, Math.abs(got[i]! - exact(v)) / Math.max(1, Math.abs(exact(v)))), 0)
    return [error(arena.floats(y, x.length), gelu), error(arena.floats(d, x.length), slope)] as const
  })
  expect(worst[0]).toBeLessThan(1e-6)
  expect(worst[1]).toBeLessThan(2e-6)
})

test('not a number stays not a number through softmax and normalisation', () => {
  arena.scope(() => {
    const width = 8
    const x = arena.place(Float32Array.of(1, Number.NaN, 2, 3, 4, 5, 6, 7))
    const [ones, zeros, y] = [
      arena.place(new Float32Array(8).fill(1)),
      arena.place(new Float32Array(8)),
      arena.allocate(8),
    ]
    kernels.normForward(y, x, ones, zeros, arena.allocate(2), 1, width)
    expect(arena.floats(y, width).every(Number.isNaN)).toBe(true)
    const statistics = arena.allocate(6)
    kernels.temper(x, statistics, ones, zeros, ones, -1, 1, width)
    expect([...arena.floats(statistics, 4)].every(Number.isNaN)).toBe(true)
  })
})

test('an arena gives memory back', () => {
  const before = arena.mark()
  arena.scope(() => arena.allocate(1000))
  expect(() =>
    arena.scope(() => {
      arena.allocate(10)
      throw new RangeError('no')
    }),
  ).toThrow('no')
  expect(arena.mark()).toBe(before)
})
