/** Derived cases: which floor is reached, what enters the update, and what is imitated. */
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const floors = ['direct', 'decompose', 'refine'] as const

const family: GoldenFamily = {
  file: 'data/cog-rethinker',
  run: async ({ inputs }) => {
    const rewards = floors.map(floor => vector(inputs[floor]))
    let floor = -1
    const handle: SamplerHandle = {
      temperature: 1,
      reference: () => [0, 0],
      continueFrom: async requests => {
        floor += 1
        return requests.map(
          (_, i): SampledRollout => ({ tokens: [0], logp: [0], entropy: [0], reward: rewards[floor]![i]! }),
        )
      },
    }
    const [method, values] = [resolveMethod('cog-rethinker'), settings('cog-rethinker', 'none', {})]
    const [drawn] = await method.sampler!.part.compute(handle, [0], rewards[0]!.length, values, context)
    const reward = drawn!.map(one => one.reward)
    const mask = reward.map(() => [1])
    const external = drawn!.map(one => [one.external ? 1 : 0])
    const { advantage } = estimate(method, values, batchOf({ mask, reward, columns: { external } }), context).batch
    const own = [...drawn!.keys()].filter(i => external[i]![0] === 0)
    const accuracy = own.filter(i => reward[i]! > 0).length / own.length
    return {
      stage: floors[floor],
      rewards: own.map(i => reward[i]!),
      kept_for_rl: accuracy > 0 && accuracy < 1,
      advantages: own.map(i => advantage[i]!),
      sft_count: drawn!.length - own.length,
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
