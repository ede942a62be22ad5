import { expect, it } from 'vitest'
import { clippedSurrogate } from '../../../core/formulas/surrogate.ts'
import { openBackend } from '../../../tensor/backends.ts'
import { tf } from '../../../tensor/tf.ts'
import { clipRange, clustered, ratioPoints, surrogate } from './points.ts'

it('draws the curve of the very objective that trains', async () => {
  await openBackend('cpu')
  for (const dualClip of [0, 1.5]) {
    const clips = { clipLow: 0.2, clipHigh: 0.28, dualClip }
    const range = clipRange(clips)!
    for (const sign of [1, -1] as const) {
      for (const ratio of [0.1, 0.8, 0.9, 1, 1.2, 1.3, 1.6, 4]) {
        const { loss } = clippedSurrogate(tf, tf.tensor2d([[ratio]]), tf.tensor2d([[sign]]), clips)
        expect(surrogate(ratio, sign, range)).toBeCloseTo(-loss.dataSync()[0]!, 6)
      }
    }
  }
})

it('knows no clip where the objective has none', () => {
  expect(clipRange({ beta: 0.1 })).toBeUndefined()
})

const batch = {
  rollouts: 2,
  groups: 1,
  group: new Int32Array(2),
  reward: Float32Array.from([1, 0]),
  tokenStart: Int32Array.from([0, 2, 3]),
  token: Int32Array.from([0, 0, 0]),
  credit: Float32Array.from([1, 1, -1]),
  oldLogp: Float32Array.from([-1, -1, -2]),
}
const still = new Float32Array(3)
const motion = {
  iteration: 1,
  passes: [],
  before: batch.oldLogp,
  after: still,
  predicted: still,
  lengths: [],
  interference: { because: 'not asked for' },
}
const pass = { rows: [0], logp: Float32Array.from([-0.5, -1, -2]), loss: 0, gradNorm: 1, explain: {} }

it('has a point for each token of the pass, with the ratio that its loss saw', () => {
  const points = ratioPoints(batch, motion, pass)
  expect(points.map(({ token }) => token)).toEqual([0, 1])
  expect(points[0]!.ratio).toBeCloseTo(Math.exp(0.5), 6)
  const told = {
    ...pass,
    explain: { ratio: Float32Array.from([7, Number.NaN]), clippedHigh: Float32Array.from([1, 0]) },
  }
  const perResponse = ratioPoints(batch, motion, told)
  expect(perResponse.map(({ ratio, isClipped }) => [ratio, isClipped])).toEqual([
    [7, true],
    [7, true],
  ])
})

it('lays points of one place on one another, and loses none', () => {
  const points = ratioPoints(batch, motion, { ...pass, rows: [0, 1] })
  const marks = clustered(points, () => [0.5, 0.5])
  expect(marks.map(({ tokens }) => tokens)).toEqual([[0, 1], [2]])
})
