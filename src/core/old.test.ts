import { expect, test } from 'vitest'
import type { Batch } from './batch.ts'
import { againstSampler } from './old.ts'

const column = (value: number) => Float32Array.of(value)
const one: Batch = {
  rollouts: 1,
  groups: 1,
  group: Int32Array.of(0),
  reward: column(1),
  tokenStart: Int32Array.of(0, 1),
  token: Int32Array.of(0),
}
const recorded = { ...one, oldLogp: column(-1), samplerLogp: column(-2) }

test('what drew becomes the old policy, and the policy now stays where it was', () => {
  expect(againstSampler('here', recorded)).toMatchObject({ oldLogp: column(-2), logp: column(-1) })
  expect(againstSampler('here', { ...recorded, logp: column(-3) })).toMatchObject({
    oldLogp: column(-2),
    logp: column(-3),
  })
})

test('asks for what the sampler recorded', () => {
  expect(() => againstSampler('here', one)).toThrow(/here: .*samplerLogp/)
})
