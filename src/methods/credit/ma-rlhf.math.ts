/** Runs of tokens that act as one: MA-RLHF, arXiv 2410.02743. */
import type { With } from '../../core/batch.ts'
import type { Step } from '../../core/formulas/monte-carlo.ts'
import { mean, type Numbers } from '../../core/math.ts'

/**
 * Macro actions of tokens first .. end-1, as the released code cuts them: after every n-th token, or where the perplexity
 * begins to rise; then up to the last token, which is always an action of its own. When n divides the rest, an empty
 * action stands before it. Source: ernie-research/MA-RLHF ppo_trainer.fixed_ngram_selection, ppl_selection (807551d).
 */
export function macroActions(first: number, end: number, n: number, logp?: Numbers): Step[] {
  if (end <= first) return []
  const cuts: number[] = []
  for (let t = first + 1; t < end; t++) {
    const rises = logp !== undefined && t < end - 1 && -logp[t]! > -logp[t - 1]!
    if (logp ? rises : (t - first) % n === 0) cuts.push(logp ? t - 1 : t)
  }
  const edges = [first, ...cuts.filter(cut => cut > first), end - 1, end]
  return edges.slice(1).map((edge, k) => ({ start: edges[k]!, end: edge }))
}

/** Mean of a per-token quantity over an action; 0 for an empty one. */
const overAction = (values: Numbers, { start, end }: Step): number =>
  end > start ? mean(Array.from({ length: end - start }, (_, k) => values[start + k]!)) : 0

/**
 * Generalised advantage estimation over macro actions; each [T], an action's number at each of its tokens. Tokens with
 * mask 0 and responses without a reward get 0. Source: ppo_trainer.modeling_macro_action, get_advantages_and_returns.
 */
export function macroGae(
  batch: With<'oldValue'>,
  reward: Numbers,
  gamma: number,
  lambda: number,
  actionsOf: (first: number, end: number) => readonly Step[],
) {
  const token = () => new Float32Array(batch.token.length)
  const out = { credit: token(), returns: token(), macroValue: token(), macroReward: token(), macroDelta: token() }
  for (let i = 0; i < batch.rollouts; i++) {
    if (Number.isNaN(batch.reward[i]!)) continue
    let nextValue = 0
    let carry = 0
    for (const action of [...actionsOf(batch.tokenStart[i]!, batch.tokenStart[i + 1]!)].reverse()) {
      const value = overAction(batch.oldValue, action)
      const paid = overAction(reward, action)
      const delta = paid + gamma * nextValue - value
      carry = delta + gamma * lambda * carry
      nextValue = value
      for (let t = action.start; t < action.end; t++) {
        if (batch.mask?.[t] === 0) continue
        out.credit[t] = carry
        out.returns[t] = carry + value
        out.macroValue[t] = value
        out.macroReward[t] = paid
        out.macroDelta[t] = delta
      }
    }
  }
  return out
}
