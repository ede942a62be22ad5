/** The blend of mean and minimum of an ensemble, as arXiv 2409.15360 defines it per sample. */
import { estimate } from '../estimate.ts'
import { batchOf, context, fixed, type GoldenFamily, matrix, number, settings } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'data/reward-robust',
  run: ({ inputs, params }) => {
    fixed('nominal', params.nominal, 'mean')
    fixed('head_std', inputs.head_std, null)
    const heads = matrix(inputs.head_rewards)
    const rewardParts = Object.fromEntries(heads.map((head, k) => [`head${k}`, Float32Array.from(head)]))
    const batch = { ...batchOf({ mask: heads[0]!.map(() => [1]) }), rewardParts }
    const values = settings('reward-robust', 'verl', { nominalWeight: number(params.lam) })
    const got = estimate(resolveMethod('reward-robust'), values, batch, context)
    return {
      nominal: [...got.batch.rewardParts!.nominal!],
      minimum: [...got.batch.rewardParts!.worst!],
      reward: [...got.batch.reward],
      disagreement: [...got.explain.disagreement!.values],
      grpo_advantages: [...got.batch.advantage],
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
