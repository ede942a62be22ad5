import { describe, expect, test } from 'vitest'
import { gptLayout, parameterCount } from '../core/policy.ts'
import { decodeCheckpoint, decodeWeights, encodeCheckpoint } from './checkpoint.ts'
import type { PolicyState } from './policy.ts'

const config = { vocabSize: 3, blockSize: 4, nLayer: 1, nHead: 1, nEmbd: 4, valueHead: false }
const layout = gptLayout(config)
const withValue = gptLayout({ ...config, valueHead: true })
const size = parameterCount(layout)
const ramp = (slope: number) => Float32Array.from({ length: size }, (_, i) => slope * (i + 1))
const state: PolicyState = { parameters: ramp(0.1), moment1: ramp(-2), moment2: ramp(3), updates: 12 }
const whole = encodeCheckpoint(layout, state, { moments: true })

describe('a checkpoint', () => {
  test('comes back bit for bit', () => {
    expect(decodeCheckpoint(whole, layout)).toEqual(state)
  })

  test('reads from the middle of a larger buffer at any alignment', () => {
    const larger = new Uint8Array(whole.length + 7)
    larger.set(whole, 5)
    expect(decodeCheckpoint(larger.subarray(5, 5 + whole.length), layout)).toEqual(state)
  })

  test('without moments starts the optimiser anew', () => {
    const bytes = encodeCheckpoint(layout, state, { moments: false })
    const zeros = new Float32Array(size)
    expect(decodeCheckpoint(bytes, layout)).toEqual({ ...state, moment1: zeros, moment2: zeros, updates: 0 })
    expect(bytes.length).toBeLessThan(whole.length / 2)
  })

  test('without a value head loads into a network that has one', () => {
    const weights = decodeWeights(whole, withValue)
    expect(weights.length).toBe(size + 5)
    expect(weights.subarray(0, size)).toEqual(state.parameters)
    expect(Array.from(weights.subarray(size))).toEqual([0, 0, 0, 0, 0])
  })
})

describe('is refused', () => {
  const edited = (change: (bytes: Uint8Array) => void): Uint8Array => {
    const copy = whole.slice()
    change(copy)
    return copy
  }
  const flip = (at: number) => (bytes: Uint8Array) => {
    bytes[bytes.length + at]! ^= 1
  }
  const infinite: PolicyState = { ...state, moment2: state.moment2.map(() => Number.POSITIVE_INFINITY) }
  test.each([
    ['an empty file', new Uint8Array(), /begins with APW1/],
    ['another kind of file', new TextEncoder().encode('<!doctype html>'), /begins with APW1/],
    ['a file cut short', whole.subarray(0, -4), /bytes of weights/],
    ['a file cut in the header', whole.subarray(0, 40), /a header of/],
    ['a header that is not JSON', edited(bytes => bytes.fill(0x21, 8, 12)), /header in JSON/],
    ['a header with parts missing', edited(bytes => bytes.set(new TextEncoder().encode('{"weightz"'), 8)), /weights/],
    ['its first four bytes alone', whole.subarray(0, 4), /at least 8 bytes, got 4/],
    ['one bit of a weight that is another', edited(flip(-9)), /numbers that were written/],
    ['one bit of a moment that is another', edited(flip(-5)), /numbers that were written/],
    ['a number that is not finite', edited(bytes => bytes.fill(0xff, -4)), /numbers that were written/],
    [
      'absurd numbers',
      edited(bytes => new DataView(bytes.buffer).setFloat32(bytes.length - 4, 3e38, true)),
      /numbers that were written/,
    ],
    [
      'a number that was not finite when it was written',
      encodeCheckpoint(layout, infinite, { moments: true }),
      /finite numbers, got Infinity/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => decodeCheckpoint(bytes, layout)).toThrow(message)
  })

  test('by another network, naming the first weight that differs', () => {
    const wider = gptLayout({ ...config, vocabSize: 5 })
    expect(() => decodeCheckpoint(whole, wider)).toThrow('expected wte of 5 x 4, got wte of 3 x 4')
    const deeper = gptLayout({ ...config, nLayer: 2 })
    expect(() => decodeCheckpoint(whole, deeper)).toThrow('expected h1.ln1.g of 4, got lnf.g of 4')
  })
})

test('any single bit that is another is noticed', () => {
  const headerEnd = 8 + new DataView(whole.buffer).getUint32(4, true)
  const unnoticed: number[] = []
  for (let bit = 8 * headerEnd; bit < 8 * whole.length; bit += 37) {
    const copy = whole.slice()
    copy[bit >> 3]! ^= 1 << (bit & 7)
    try {
      decodeCheckpoint(copy, layout)
      unnoticed.push(bit)
    } catch {}
  }
  expect(unnoticed).toEqual([])
})
