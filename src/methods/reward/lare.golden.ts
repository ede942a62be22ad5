/** Derived: episodes of one token per turn. The factors are given; the method’s own come from subgoals and states. */
import type { Batch } from '../../core/batch.ts'
import { batchOf, cube, type GoldenFamily, vector } from '../golden/harness.ts'
import { decomposed } from './lare.math.ts'

const family: GoldenFamily = {
  file: 'credit/lare',
  run: ({ inputs }) => {
    const factors = cube(inputs.latent_factors)
    const plain = batchOf({ mask: factors.map(own => own.map(() => 1)), reward: vector(inputs.returns) })
    const start = Int32Array.from(plain.token, (_, t) => t)
    const turns = {
      rollout: Int32Array.from(factors.flatMap((own, i) => own.map(() => i))),
      start,
      end: start.map(t => t + 1),
    }
    const batch: Batch = { ...plain, turns }
    const weights = vector(inputs.weights)
    const known = { weights, products: weights.map(() => weights.map(() => 0)), targets: weights.map(() => 0) }
    const { pay, loss, state } = decomposed(batch, factors.flat(), 1, known)
    const paid = [...pay]
    return {
      step_reward: factors.map(own => paid.splice(0, own.length)),
      loss,
      least_squares_weights: state.weights,
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
