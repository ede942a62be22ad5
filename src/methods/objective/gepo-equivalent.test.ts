import { beforeAll, expect, test } from 'vitest'
import { openBackend } from '../../tensor/backends.ts'
import { lossOf, settings } from '../golden/harness.ts'
import { onePair } from '../pairs-fixture.ts'

beforeAll(() => openBackend('cpu'))

const gepo = (gain: number[], reward: number[], spreadPenalty = 1) =>
  lossOf('gepo-equivalent', settings('gepo-equivalent', 'none', { setBeta: 1, spreadPenalty }), {
    mask: gain.map(() => [1]),
    reward,
    advantage: gain.map(() => 0),
    columns: { logp: gain.map(x => [x]), refLogp: gain.map(() => [0]) },
  })

test('one right and one wrong response: DPO', () => {
  const { loss } = onePair('dpo', { dpoBeta: 1 }, [[-0.5], [-2]])
  expect(gepo([0.5, -1], [1, 0]).loss).toBeCloseTo(loss, 6)
})

test('nothing to learn where all are right or none is', () => {
  for (const reward of [
    [1, 1],
    [0, 0],
  ]) {
    const { loss, gradient } = gepo([1, -1], reward)
    expect(loss).toBe(0)
    expect(gradient.logp!.flat()).toEqual([0, 0])
  }
})

test('the penalty draws the right ones together and moves no sum', () => {
  const with1 = gepo([1, -1, 0], [1, 1, 0], 1).gradient.logp!.flat()
  const without = gepo([1, -1, 0], [1, 1, 0], 0).gradient.logp!.flat()
  const change = with1.map((x, i) => x - without[i]!)
  expect(change[0]).toBeGreaterThan(0)
  expect(change[0]! + change[1]!).toBeCloseTo(0)
})
