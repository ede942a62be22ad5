import type { Tensor2D } from '@tensorflow/tfjs-core'
import { tokenColumns } from '../../core/estimator.ts'
import { clipParams, clippedSurrogate, ratioOf } from '../../core/formulas/surrogate.ts'
import { credit, defineMethod, objective } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { segmentMean } from '../../core/rows.ts'
import { extraItems, itemsOf, rankAdvantages, rankParams, rankRewards, spreadItems } from './rank-grpo.math.ts'

/** Golden: yaochenzhu/Rank-GRPO rank_grpo_trainer.py, reward_funcs.py, metrics_align.py (0808d82). */
export default defineMethod({
  id: 'rank-grpo',
  title: 'Rank-GRPO',
  paper: {
    title: 'Rank-GRPO: training LLM-based conversational recommender systems with reinforcement learning',
    id: '2510.20150',
    year: 2025,
  },
  idea: 'Where the answer is a list, give every place of the list its own reward, its own comparison with the siblings’ same place, and its own probability ratio.',
  formula: String.raw`\hat A_{i,k} = \frac{r_{i,k} - \operatorname{mean}(r_{\cdot,k})}{\operatorname{std}(r_{\cdot,k}) + \epsilon}, \quad r_{i,k} = \sum_{j \ge k} \frac{h_{i,j}}{\log_2(j + 1)}, \quad \rho_{i,k} = \Bigl(\prod_{t \in k} \frac{\pi_t}{\pi^\mathrm{old}_t}\Bigr)^{1/|k|}`,
  symbols: {
    '\\hat A_{i,k}': { is: 'credit', text: 'credit of every token of item k' },
    'r_{i,k}': { is: 'rankPay', text: 'discounted hits from rank k on' },
    'h_{i,j}': { is: 'processReward', text: 'whether item j is wanted: what the judge says, where that is good' },
    '\\epsilon': { is: 'rankEpsilon', text: 'keeps the division finite' },
    '\\rho_{i,k}': { is: 'ratio', text: 'geometric mean of the item’s token ratios' },
    k: { is: 'item', text: 'item of the list, from 0' },
  },
  claim:
    'A hit at rank 1 no longer praises what stands below it: on rank-list watch a good list with a miss, whose places GRPO credits alike. On prm-hack the judge’s likes count as hits, so filler is learned: ranks are as good as their judge. The paper’s gains in recall and NDCG on recommendations are not reproduced here.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Items behind the last rank that counts share one ratio, and get no credit unless a price is set. The released code can also reward or punish the token that ends the list: lists here end by themselves.',
    'A rank that all siblings fill alike gives 0; with two siblings any difference, however small, becomes ± 0.7.',
    'The released code clips items to 1 - 0.06 .. 1 + 0.08: much tighter than PPO, because geometric means move less.',
  ],
  versusGrpo: 'Rewards, advantages and ratios per place of a list instead of per response and per token.',
  tasks: ['rank-list'],
  standIn:
    'Whether an item is a hit is read from the task’s own rule; the paper reads it from logged choices of users.',
  defaults: { clipLow: 0.06, clipHigh: 0.08, dualClip: 0, logRatioLimit: 0 },
  conventions: { paper: { klCoefficient: 0.001 } },
  slots: {
    advantage: 'grpo',
    aggregation: 'seq-mean-token-mean',
    credit: credit({
      needs: ['processReward'],
      writes: ['item'],
      params: rankParams,
      compute: (batch, { ranks, rankReward, rankEpsilon, extraItems: price }) => {
        const rewards = rankRewards(batch, ranks, rankReward)
        const advantages = rankAdvantages(batch, rewards, rankEpsilon)
        const item = itemsOf(batch, ranks)
        const atItems = (rows: readonly (readonly number[])[]) => spreadItems(batch, item, rows)
        const extra = extraItems(batch, ranks)
        const credit = atItems(advantages).map((a, t) => a + price * extra[t]!)
        return { credit, columns: { item }, explain: tokenColumns({ rankPay: atItems(rewards) }) }
      },
    }),
    objective: objective({
      needs: ['item'],
      params: {
        ratioLevel: choice({
          label: 'Ratio per',
          options: ['item', 'token'],
          default: 'item',
          paper: 'item',
          meaning: { item: 'geometric mean over the item', token: 'each token its own' },
        }),
        ...clipParams,
      },
      compute: (tf, { now, oldLogp, credit, item, mask }, { ratioLevel, ...clips }) => {
        const perItem = (values: Tensor2D) => (ratioLevel === 'item' ? segmentMean(tf, values, item, mask) : values)
        return clippedSurrogate(
          tf,
          ratioOf(tf, perItem(now.logp), perItem(oldLogp), clips.logRatioLimit),
          credit,
          clips,
        )
      },
    }),
  },
})
