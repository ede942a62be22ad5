import type { Tensor3D } from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { logSoftmax } from '../math.ts'
import { atLargest, divergence, renormalised, withTail } from './divergence.ts'

beforeAll(() => openBackend('cpu'))

const cube = (logits: number[]): Tensor3D => tf.tensor3d([[[...logSoftmax(logits)]]])
const [one, other] = [
  [1, 0, -1],
  [0, 2, 0],
]
const between = (a: number[], b: number[], alpha: number): number =>
  divergence(tf, cube(a), cube(b), alpha).dataSync()[0]!

test('no divergence is negative, and each is 0 between equals', () => {
  for (const alpha of [0, 0.3, 0.5, 1]) {
    expect(between(one, other, alpha)).toBeGreaterThan(0.01)
    expect(between(one, one, alpha)).toBeCloseTo(0, 6)
  }
})

test('α turns the KL round, and one half is symmetric and at most log 2', () => {
  expect(between(one, other, 0)).toBeCloseTo(between(other, one, 1), 6)
  expect(between(one, other, 0.5)).toBeCloseTo(between(other, one, 0.5), 6)
  expect(between([50, 0, 0], [0, 50, 0], 0.5)).toBeCloseTo(Math.LN2, 4)
})

test('the K likeliest of one are read off both; with the others together, or without them, they sum to 1', () => {
  const [a, b] = atLargest(tf, cube(one), [cube(one), cube(other)], 2)
  expect([...a!.dataSync()]).toEqual([...cube(one).dataSync().slice(0, 2)])
  expect([...b!.dataSync()]).toEqual([...cube(other).dataSync().slice(0, 2)])
  for (const whole of [withTail(tf, b!), renormalised(tf, b!)]) {
    expect(tf.sum(tf.exp(whole)).dataSync()[0]).toBeCloseTo(1, 5)
  }
})

test('where a side has no probability nothing blows up', () => {
  const never: Tensor3D = tf.tensor3d([[[0, -1e4, -1e4]]])
  for (const alpha of [0, 0.5, 1])
    expect(Number.isFinite(divergence(tf, never, cube(one), alpha).dataSync()[0])).toBe(true)
})
