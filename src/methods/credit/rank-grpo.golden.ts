/** yaochenzhu/Rank-GRPO libs/trl/rank_grpo_trainer.py, libs/reward_funcs.py, libs/metrics_align.py (0808d82). */

import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  matrix,
  meaning,
  number,
  padded,
  settings,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { discount } from './rank-grpo.math.ts'

/** The item that ends at each token, judged; those behind the last rank end nowhere. */
const judged = (segments: number[][], hits: number[][]): number[][] =>
  segments.map((row, i) =>
    row.map((item, t) => {
      const hit = row[t + 1] === item ? undefined : hits[i]![item]
      return hit === undefined ? Number.NaN : 2 * hit - 1
    }),
  )

const averages = { grpo: 'seq-mean-token-mean', bnpo: 'token-mean', dr_grpo: 'seq-mean-token-sum-norm' }

function run({ inputs, params }: GoldenCase) {
  const [mask, segments, hits] = [matrix(inputs.mask), matrix(inputs.item_seg_ids), matrix(inputs.hits)]
  const ranks = hits[0]!.length
  const values = settings('rank-grpo', 'none', {
    ranks,
    rankReward: meaning(params.reward, { individual: 'own', log_decay: 'to-go' }),
    ratioLevel: meaning(params.importance_sampling_level, { token: 'token', item: 'item' }),
    rankEpsilon: number(params.std_eps),
    clipLow: number(params.epsilon_low),
    clipHigh: number(params.epsilon_high),
    aggregation: meaning(params.loss_type, averages),
    klCoefficient: number(params.beta ?? 0),
  })
  const batch = batchOf({ mask, columns: { processReward: judged(segments, hits) } })
  const got = estimate(resolveMethod('rank-grpo'), values, batch, context)
  const width = mask[0]!.length
  const credit = padded(batch, got.batch.credit, width)
  const item = padded(batch, got.batch.item!, width)
  const paid = padded(batch, got.explain.rankPay!.values, width)
  const perRank = (rows: number[][]) =>
    segments.map((row, i) => Array.from({ length: ranks }, (_, k) => rows[i]![row.indexOf(k)]!))
  const columns = { logp: matrix(inputs.logps), oldLogp: matrix(inputs.old_logps), item, credit }
  return {
    discounts: Array.from({ length: ranks }, (_, k) => discount(k)),
    rank_rewards: perRank(paid),
    rank_advantages: perRank(credit),
    token_advantages: credit,
    loss: lossOf('rank-grpo', values, { mask, columns }).loss,
  }
}

export default [{ file: 'credit/rank-grpo', run }] satisfies readonly GoldenFamily[]
