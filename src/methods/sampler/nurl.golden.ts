/** Derived cases: who is drawn again behind the hint, and the group's advantages. */
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import { context, estimateOf, fixed, type GoldenFamily, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'data/nurl',
  run: async ({ inputs, params }) => {
    const [first, hinted] = [vector(inputs.first_rewards), [...vector(inputs.hinted_rewards)]]
    fixed('G', params.G, first.length)
    fixed('hinted responses', hinted.length, first.length - 1)
    const handle: SamplerHandle = {
      temperature: 1,
      reference: () => [0, 0],
      continueFrom: async requests =>
        requests.map(({ rollout, prefix }): SampledRollout => {
          const reward = prefix.length > 0 ? hinted.shift()! : first[rollout]!
          return { tokens: [0], logp: [0], entropy: [0], reward }
        }),
    }
    const values = settings('nurl', 'none', { plainIterations: 0 })
    const part = resolveMethod('nurl').sampler!.part
    const [group] = await part.compute(handle, [0], first.length, values, { ...context, iteration: 1 })
    const rewards = group!.map(({ reward }) => reward)
    return {
      inject: group!.some(({ given }) => given !== undefined),
      final_rewards: rewards,
      origin: group!.map(({ given }) => (given ? 'hint' : 'plain')),
      advantages: estimateOf('nurl', values, { mask: rewards.map(() => [1]), reward: rewards }).advantage,
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
