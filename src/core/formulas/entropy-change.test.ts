import { expect, test } from 'vitest'
import { entropy, softmax } from '../math.ts'
import { discriminator } from './entropy-change.ts'

const logits = [2, 0.5, -1, 0]

test('S is minus the derivative of the entropy with respect to the token’s logit', () => {
  const p = softmax(logits)
  const push = 1e-4
  const signal = discriminator(Float32Array.from(p, Math.log), new Float32Array(4).fill(entropy(p)))
  logits.forEach((_, k) => {
    const moved = (by: number) => entropy(softmax(logits.map((z, v) => (v === k ? z + by : z))))
    expect((moved(-push) - moved(push)) / (2 * push)).toBeCloseTo(signal[k]!, 5)
  })
})

test('where every token is equally likely no push changes the entropy to first order', () => {
  const [s] = discriminator(Float32Array.of(Math.log(0.25)), Float32Array.of(Math.log(4)))
  expect(s).toBeCloseTo(0, 6)
})
