import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'

const run = (reward: number[], moved: number[], group = reward.map(() => 0)) =>
  lossOf('p3o', settings('p3o', 'none', {}), {
    mask: reward.map(() => [1]),
    group,
    reward,
    advantage: reward,
    columns: { logp: moved.map(x => [x - 1]), oldLogp: moved.map(() => [-1]) },
  })
const flat = (rows: number[][] | undefined) => rows!.flat().map(g => g + 0)

beforeAll(() => openBackend('cpu'))

describe('P3O', () => {
  test('on policy it pushes the better one up as hard as the worse one down', () => {
    expect(flat(run([1, 0], [0, 0]).gradient.logp)).toEqual([-0.5, 0.5])
  })

  test('an offset on all rewards of a problem changes nothing', () => {
    expect(flat(run([5, 4], [0.1, 0]).gradient.logp)).toEqual(flat(run([1, 0], [0.1, 0]).gradient.logp))
  })

  test('a response that has moved far enough is left alone, its partner is not', () => {
    expect(flat(run([1, 0], [0.5, 0]).gradient.logp)).toEqual([0, 0.5])
  })

  test('equal rewards, and responses to different problems, teach nothing', () => {
    expect(flat(run([1, 1], [0.1, 0]).gradient.logp)).toEqual([0, 0])
    expect(flat(run([1, 0], [0, 0], [0, 1]).gradient.logp)).toEqual([0, 0])
  })
})
