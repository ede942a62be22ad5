import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const id = 'flow-of-reasoning'
const run = (reward: number[], logp: number[], params = {}) =>
  lossOf(id, settings(id, 'none', { rewardFloor: 0.01, ...params }), {
    mask: reward.map(() => [1]),
    reward,
    advantage: reward,
    columns: { logp: logp.map(x => [x]) },
  })

beforeAll(() => openBackend('cpu'))

describe('flow of reasoning', () => {
  test('rests where responses are as likely as their rewards say', () => {
    const shares = [0.99 + 0.01, 0.49 + 0.01, 0.01].map(r => Math.log(r / 9))
    expect(run([0.99, 0.49, 0], shares).loss).toBeCloseTo(0, 5)
  })

  test('equally good responses are made equally likely', () => {
    const [likely, rare] = run([1, 1], [-1, -3]).gradient.logp!.flat()
    expect(likely).toBeGreaterThan(0)
    expect(rare).toBeCloseTo(-likely!)
  })

  test('a group of one teaches nothing', () => {
    expect(run([1], [-3]).loss).toBe(0)
  })

  test('failures have a finite log-reward, negative rewards too', () => {
    expect(Number.isFinite(run([-1, 0, 1], [-1, -1, -1]).loss)).toBe(true)
  })

  test('does not care who sampled the responses: no importance weights', () => {
    const at = (oldLogp: number[]) =>
      lossOf(id, settings(id, 'none', {}), {
        mask: [[1], [1]],
        reward: [1, 0],
        advantage: [1, 0],
        columns: { logp: [[-1], [-2]], oldLogp: oldLogp.map(x => [x]) },
      })
    expect(at([-5, -0.1]).loss).toBe(at([-1, -2]).loss)
    expect(at([-5, -0.1]).gradient).toEqual(at([-1, -2]).gradient)
  })
})
