/** Beyond-the-80-20-Rule-RLVR get_global_entropy_top_mask (6f5dda6); TRL’s quantile in the copy of Rank-GRPO. */
import { estimateOf, type GoldenCase, type GoldenFamily, lossOf, matrix, number, settings } from '../golden/harness.ts'

/** Whether the last token that is kept has the same entropy as the first that is not. */
function hasTies({ inputs, params }: GoldenCase): boolean {
  const mask = matrix(inputs.response_mask)
  const valid = matrix(inputs.entropy).flatMap((row, i) => row.filter((_, t) => mask[i]![t] === 1))
  const sorted = valid.toSorted((a, b) => b - a)
  const kept = Math.max(1, Math.floor(number(params.top_ratio) * sorted.length))
  return sorted[kept - 1] === sorted[kept]
}

const masks: GoldenFamily = {
  file: 'credit/entropy-top-mask',
  notRun: c =>
    hasTies(c) ? 'torch.topk chooses among equal entropies as it likes; ours takes the earlier token' : undefined,
  run: ({ inputs, params }) => {
    const mask = matrix(inputs.response_mask)
    const entropy = matrix(inputs.entropy)
    const zero = entropy.map(row => row.map(() => 0))
    const advantage = mask.map(() => 1)
    const topK = settings('entropy-top-mask', 'none', { forkShare: number(params.top_ratio), lone: 'raw' })
    // Each row a group of its own: its credit is its raw reward of 1 wherever the token is kept.
    const group = mask.map((_, i) => i)
    const given = { mask, group, reward: advantage, columns: { oldEntropy: entropy } }
    const kept = estimateOf('entropy-top-mask', topK, given).credit.map(row => row.map(value => (value > 0 ? 1 : 0)))
    const quantile = settings('high-entropy-token-mask', 'trl-f2cd577', {
      topShare: 1 - number(params.quantile_threshold),
    })
    const trl = lossOf('high-entropy-token-mask', quantile, {
      mask,
      advantage,
      columns: { oldEntropy: entropy, logp: zero },
    })
    return { topk_mask: kept, trl_quantile_mask: trl.explain.kept }
  },
}

export default [masks] satisfies readonly GoldenFamily[]
