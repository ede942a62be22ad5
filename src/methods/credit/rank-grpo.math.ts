/** Lists whose items are right or wrong one by one. An item is a judged step: it ends where `processReward` is a number. */
import { groupMembers, rolloutOfToken } from '../../core/batch.ts'
import { type Judged, judgedSteps, judgement } from '../../core/formulas/process-reward.ts'
import { mean, standardise, std, sum } from '../../core/math.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'

export const rankParams = {
  ranks: number({
    label: 'Ranks N',
    default: 20,
    paper: 20,
    min: 1,
    max: 64,
    integer: true,
    note: 'Items beyond this rank do not count.',
  }),
  rankReward: choice({
    label: 'Reward of a rank',
    options: ['to-go', 'own'],
    default: 'to-go',
    meaning: { 'to-go': 'discounted hits from here on', own: 'the hit alone' },
  }),
  extraItems: number({
    label: 'Credit of items too many',
    default: 0,
    min: -10,
    max: 10,
    aside: true,
    note: 'Added at every token of an item behind the last rank: below 0, lists that go on are punished.',
  }),
  rankEpsilon: number({ label: 'ε of ranks', default: 1e-4, paper: 1e-4, min: 0, max: 1, scale: 'log' }),
} as const satisfies ParamSpecs

/** Weight of a hit at rank k, from 0, in a discounted cumulative gain. */
export const discount = (rank: number): number => 1 / Math.log2(rank + 2)

/** [ranks] relevance of a list's items: the judge's opinion where it is good; 0 where the list is shorter. */
export function relevances(batch: Judged, rollout: number, ranks: number): number[] {
  const steps = judgedSteps(batch, rollout)
  return Array.from({ length: ranks }, (_, k) => (steps[k] ? Math.max(0, judgement(batch, steps[k])) : 0))
}

/** [ranks] discounted gain from each rank to the end: what stands above cannot be changed any more. */
export const gainsToGo = (relevance: readonly number[]): number[] =>
  relevance.map((_, k) => sum(relevance.slice(k).map((hit, j) => hit * discount(k + j))))

/** Per rollout, [ranks] what each rank is paid: its hit alone, or the discounted hits from there on. */
export function rankRewards(batch: Judged, ranks: number, kind: 'to-go' | 'own'): number[][] {
  const hits = Array.from({ length: batch.rollouts }, (_, i) => relevances(batch, i, ranks))
  return kind === 'to-go' ? hits.map(gainsToGo) : hits
}

/** [T] number of each token's item; everything behind the last item that counts is one more. */
export function itemsOf(batch: Judged, ranks: number): Float32Array {
  const result = new Float32Array(batch.token.length).fill(ranks)
  for (let i = 0; i < batch.rollouts; i++) {
    judgedSteps(batch, i).forEach(({ start, end }, k) => {
      result.fill(Math.min(k, ranks), start, end)
    })
  }
  return result
}

/**
 * Per rollout, [ranks] reward minus the siblings' mean at this rank, over their sample deviation plus epsilon; 0 for a
 * group of one, and for rollouts without a reward. Source: yaochenzhu/Rank-GRPO rank_grpo_trainer.py (0808d82).
 */
export function rankAdvantages(batch: Judged, rewards: readonly (readonly number[])[], epsilon: number): number[][] {
  const result = rewards.map(row => row.map(() => 0))
  for (const members of groupMembers(batch)) {
    const scored = members.filter(i => !Number.isNaN(batch.reward[i]!))
    if (scored.length < 2) continue
    for (let k = 0; k < (rewards[0]?.length ?? 0); k++) {
      const own = scored.map(i => rewards[i]![k]!)
      const [centre, spread] = [mean(own), std(own, 1)]
      for (const i of scored) result[i]![k] = standardise(rewards[i]![k]! - centre, spread, epsilon)
    }
  }
  return result
}

/** [T] 1 at the tokens of items behind the last rank that counts. Source: rank_grpo_trainer.py, overflow_token_mask (c4071a1). */
export function extraItems(batch: Judged, ranks: number): Float32Array {
  const result = new Float32Array(batch.token.length)
  for (let i = 0; i < batch.rollouts; i++) {
    for (const { start, end } of judgedSteps(batch, i).slice(ranks)) result.fill(1, start, end)
  }
  return result.map((mark, t) => (batch.mask?.[t] === 0 ? 0 : mark))
}

/** [T] a value per rank at the tokens of its item; 0 behind the last rank and where the mask is 0. */
export function spreadItems(batch: Judged, item: Float32Array, rows: readonly (readonly number[])[]): Float32Array {
  const owner = rolloutOfToken(batch)
  return item.map((k, t) => (batch.mask?.[t] === 0 ? 0 : (rows[owner[t]!]?.[k] ?? 0)))
}
