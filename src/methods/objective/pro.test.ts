import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

beforeAll(() => openBackend('cpu'))

const pro = (logp: number[], reward: number[], imitationShare = 0) =>
  lossOf('pro', settings('pro', 'none', { imitationShare }), {
    mask: logp.map(() => [1]),
    reward,
    advantage: reward.map(r => Number(r === Math.max(...reward))),
    columns: { logp: logp.map(x => [x]) },
  })

test('of two: Bradley-Terry with the gap in reward as inverse temperature', () => {
  expect(pro([-1, -2], [1, 0.5]).loss).toBeCloseTo(Math.log(1 + Math.exp(0.5 * (-2 + 1))), 5)
})

test('the order of rows does not matter, that of rewards does', () => {
  expect(pro([-2, -1, -3], [0.5, 1, 0]).loss).toBeCloseTo(pro([-1, -2, -3], [1, 0.5, 0]).loss, 5)
})

test('equal rewards teach nothing', () => {
  const { loss, gradient } = pro([-1, -2, -3], [1, 1, 1])
  expect(loss).toBeCloseTo(Math.log(3) + Math.log(2), 5)
  for (const slope of gradient.logp!.flat()) expect(slope).toBeCloseTo(0)
})
