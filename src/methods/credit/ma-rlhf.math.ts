/** Runs of tokens that act as one: MA-RLHF, arXiv 2410.02743. */
import type { With } from '../../core/batch.ts'
import type { Step } from '../../core/formulas/monte-carlo.ts'
import { mean, type Numbers, sum } from '../../core/math.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'
import { type Draw, shuffled } from '../../core/rng.ts'

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

/**
 * Macro actions of lengths 1, 2, 3, 5 and 10 in random order, each length so many times; what is left then is one action,
 * and the last token one of its own. Source: ppo_trainer.randomized_ngram_selection (807551d).
 */
export function randomActions(first: number, end: number, repeats: number, draw: Draw): Step[] {
  if (end <= first) return []
  const sizes = shuffled(Array.from({ length: repeats }, () => [1, 2, 3, 5, 10]).flat(), draw)
  const edges = [first]
  for (const size of sizes)
    if (edges.at(-1)! + size < end) edges.push(edges.at(-1)! + size)
    else break
  edges.push(end - 1, end)
  return edges.slice(1).map((edge, k) => ({ start: edges[k]!, end: edge }))
}

const weightings = ['equal', 'last', 'position'] as const
export type ActionWeights = (typeof weightings)[number]

/** A per-token quantity of an action, 0 for an empty one: its mean, its last number, or a mean in which the k-th weighs 1/k. */
function overAction(values: Numbers, { start, end }: Step, weights: ActionWeights): number {
  if (end <= start) return 0
  const own = Array.from({ length: end - start }, (_, k) => values[start + k]!)
  switch (weights) {
    case 'equal':
      return mean(own)
    case 'last':
      return own.at(-1)!
    case 'position':
      return sum(own.map((value, k) => value / (k + 1))) / sum(own.map((_, k) => 1 / (k + 1)))
  }
}

/**
 * Generalised advantage estimation over macro actions; each [T], an action's number at each of its tokens. Tokens with
 * mask 0 and responses without a reward get 0. Source: ppo_trainer.modeling_macro_action, get_advantages_and_returns.
 */
export function macroGae(
  batch: With<'oldValue'>,
  reward: Numbers,
  gamma: number,
  lambda: number,
  weights: ActionWeights,
  actionsOf: (first: number, end: number) => readonly Step[],
) {
  const token = () => new Float32Array(batch.token.length)
  const out = { credit: token(), returns: token(), macroValue: token(), macroReward: token(), macroDelta: token() }
  for (let i = 0; i < batch.rollouts; i++) {
    if (Number.isNaN(batch.reward[i]!)) continue
    let nextValue = 0
    let carry = 0
    for (const action of [...actionsOf(batch.tokenStart[i]!, batch.tokenStart[i + 1]!)].reverse()) {
      const value = overAction(batch.oldValue, action, weights)
      const paid = overAction(reward, action, weights)
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

export const macroParams = {
  ngram: number({
    label: 'Tokens per action n',
    default: 5,
    paper: 5,
    min: 1,
    max: 256,
    integer: true,
    note: '1 is nearly PPO, the longest response a bandit.',
  }),
  termination: choice({
    label: 'Actions end',
    options: ['fixed', 'perplexity', 'random'],
    default: 'fixed',
    paper: 'fixed',
    meaning: {
      fixed: 'after n tokens',
      perplexity: 'where the next token is less likely than the last',
      random: 'after 1, 2, 3, 5 or 10 tokens, each so many times',
    },
  }),
  repeats: number({
    label: 'Times each random length',
    default: 3,
    min: 1,
    max: 64,
    integer: true,
    aside: true,
    note: 'For random ends; what is left then is one action.',
  }),
  actionWeights: choice({
    label: 'Value and reward of an action',
    options: weightings,
    default: 'equal',
    paper: 'equal',
    aside: true,
    meaning: {
      equal: 'the mean of its tokens',
      last: 'its last token’s',
      position: 'a mean in which the k-th token weighs 1/k',
    },
  }),
  macroGamma: number({ label: 'Discount γ', default: 1, paper: 1, min: 0, max: 1 }),
  macroLambda: number({ label: 'GAE λ', default: 0.95, paper: 0.95, min: 0, max: 1 }),
} as const satisfies ParamSpecs
