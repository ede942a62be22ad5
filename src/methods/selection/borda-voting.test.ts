import { expect, test } from 'vitest'
import { bordaWeights, selfCertainty } from './borda-voting.math.ts'

test('power 0 counts heads, large powers hear the most confident alone, ties keep their order', () => {
  expect(bordaWeights([0.1, 0.9, 0.5], 0)).toEqual([1, 1, 1])
  expect(bordaWeights([0.1, 0.9, 0.5], 1)).toEqual([1, 3, 2])
  expect(bordaWeights([0.5, 0.5], 1)).toEqual([2, 1])
  const [low, high] = bordaWeights([0.1, 0.9], 60)
  expect(low! / high!).toBeLessThan(1e-15)
})

test('a policy that guesses is certain of nothing; one that looks at what the world says too would be wrong', () => {
  const V = 4
  const batch = {
    rollouts: 1,
    groups: 1,
    group: Int32Array.of(0),
    reward: new Float32Array(1),
    tokenStart: Int32Array.of(0, 2),
    token: new Int32Array(2),
    mask: Float32Array.of(1, 0),
    oldMeanLogp: Float32Array.of(-Math.log(V), -20),
  }
  expect(selfCertainty(batch, V)[0]).toBeCloseTo(0, 6)
})
