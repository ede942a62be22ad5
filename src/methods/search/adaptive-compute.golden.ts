/** Derived: drawing until one more is unlikely to be better, with the distribution of rewards known. */
import { fixed, type GoldenFamily, number, vector } from '../golden/harness.ts'
import { stopping } from './adaptive-compute.math.ts'

const family: GoldenFamily = {
  file: 'preference/adaptive-compute',
  run: ({ inputs, params }) => {
    const most = number(params.N_max)
    // One output is named after the number of draws.
    fixed('N_max', most, 16)
    const got = stopping(vector(inputs.reward_values), vector(inputs.probs), {
      threshold: number(params.threshold),
      most,
    })
    return {
      expected_reward: got.reward,
      expected_samples: got.samples,
      p_better_by_value: got.better,
      best_of_16: got.bestOfAll,
      single: got.single,
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
