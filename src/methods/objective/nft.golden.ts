/** NFT DataParallelPPOActor.update_policy, compute_dapo_nft_outcome_advantage (b358fae). */
import { estimateOf, type GoldenFamily, lossOf, matrix, meaning, number, settings, vector } from '../golden/harness.ts'

const weights: Record<string, string> = { 0: 'none', 1: 'wrong share', 2: 'spread' }

const loss: GoldenFamily = {
  file: 'objective/nft-loss',
  notCompared: { pg_losses: 'losses of single tokens before the average; their sum and their gradients are compared' },
  run: ({ inputs, params }) => {
    const mask = matrix(inputs.response_mask)
    const rate = vector(inputs.correct_rate)
    const response = meaning(params.ratio_type, { sequence: true, token: false })
    const values = settings('nft', 'none', {
      promptWeight: meaning(params.normalize, weights),
      negativeWeight: number(params.neg_weight),
      negativeFloor: number(params.clamp_negative),
      positiveFloor: number(params.clamp_positive),
      nftRatio: response ? 'response' : 'token',
      aggregation: 'seq-mean-token-sum-norm',
      normRows: 'one',
      normLength: response ? 1 : 1000,
    })
    const advantage = vector(inputs.correct_mask).map((right, i) => right - rate[i]!)
    const columns = { logp: matrix(inputs.log_prob), oldLogp: matrix(inputs.old_log_prob) }
    const got = lossOf('nft', values, { mask, advantage, columns })
    return { pg_loss: got.loss, grad_log_prob: got.gradient.logp }
  },
}

const advantage: GoldenFamily = {
  file: 'objective/nft-advantage',
  notRun: ({ outputs }) => ('error' in outputs ? 'the original refuses groups that agree; here they get 0' : undefined),
  run: ({ inputs, params }) => {
    const reward = vector(inputs.scores)
    const names = Array.isArray(inputs.index) ? inputs.index.map(String) : []
    const group = names.map(name => names.indexOf(name))
    const given = { mask: reward.map(() => [1]), group, reward }
    return {
      // Used for its DAPO mode: GRPO’s own.
      advantage: estimateOf('grpo', settings('grpo', 'verl-b178a3c', { epsilon: number(params.epsilon) }), given)
        .advantage,
      correct_rate: [...estimateOf('nft', settings('nft', 'none', {}), given).explain.rate!.values],
    }
  },
}

export default [loss, advantage] satisfies readonly GoldenFamily[]
