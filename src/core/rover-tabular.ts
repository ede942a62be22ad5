/**
 * ROVER on a tree (arXiv 2509.24981, section 3.1 and appendix A): value the policy that acts uniformly at random, then act
 * greedily or by a softmax on its Q. Terminal rewards only; works for leaves at any depth.
 */
import { entropy, softmax } from './math.ts'

/** A number is a leaf and its reward. */
export type Tree = number | { readonly [action: string]: Tree }

/** A state with its actions, in the order of the tree's keys. */
export interface ValuedState {
  readonly actions: readonly string[]
  /** [actions] Q of the uniform policy. With rewards 0 or 1: chance of success when acting at random afterwards. */
  readonly q: Float64Array
  /** [actions] undefined where the action ends the episode. */
  readonly next: readonly (ValuedState | undefined)[]
  /** Value of the uniform policy. */
  readonly value: number
}

export interface SoftmaxOutcome {
  /** Exact expected reward of softmax(Q / rho). */
  readonly value: number
  /** Probability of each leaf with a positive reward, by its actions joined. */
  readonly goals: ReadonlyMap<string, number>
  /** Entropy of the goal reached, given that one is reached; nats. */
  readonly goalEntropy: number
}

/** The tree in which every path of `depth` actions ends in a leaf. `rewardOf` gets the actions joined. */
export function completeTree(actions: readonly string[], depth: number, rewardOf: (path: string) => number): Tree {
  const below = (path: string, left: number): Tree =>
    left === 0 ? rewardOf(path) : Object.fromEntries(actions.map(action => [action, below(path + action, left - 1)]))
  return below('', depth)
}

/** Q of the uniform policy by backward induction: Q(s, a) = mean over a' of Q(s', a'), the reward at a leaf. */
export function valueUniform(tree: Exclude<Tree, number>): ValuedState {
  const actions = Object.keys(tree)
  const next = Object.values(tree).map(below => (typeof below === 'number' ? undefined : valueUniform(below)))
  const q = Float64Array.from(Object.values(tree), (below, i) => (typeof below === 'number' ? below : next[i]!.value))
  return { actions, q, next, value: q.reduce((total, each) => total + each, 0) / q.length }
}

/** Reward of always taking the action of largest Q, the first on ties (theorem 3.1: optimal for rewards 0 or 1). */
export function greedyValue(state: ValuedState): number {
  const best = state.q.indexOf(Math.max(...state.q))
  const below = state.next[best]
  return below ? greedyValue(below) : state.q[best]!
}

/** [actions] softmax(Q / rho). */
export const softmaxRow = (state: ValuedState, rho: number): Float64Array => softmax(state.q.map(q => q / rho))

/** Walks the whole tree under softmax(Q / rho). */
export function softmaxOutcome(root: ValuedState, rho: number): SoftmaxOutcome {
  const goals = new Map<string, number>()
  let value = 0
  const walk = (state: ValuedState, path: string, reach: number): void => {
    softmaxRow(state, rho).forEach((probability, i) => {
      const [below, here] = [state.next[i], path + state.actions[i]]
      if (below) walk(below, here, reach * probability)
      else if (state.q[i]! > 0) {
        goals.set(here, reach * probability)
        value += reach * probability * state.q[i]!
      }
    })
  }
  walk(root, '', 1)
  const reached = [...goals.values()]
  const total = reached.reduce((sum, p) => sum + p, 0)
  return { value, goals, goalEntropy: entropy(reached.map(p => p / total)) }
}

/**
 * Theorem 3.2, a lower bound of the softmax value for rewards 0 or `top`:
 * top (1 - sum over s of Pr(reach s) N / (N + exp(max Q(s, .) / rho))), over states with N actions of Q = 0, 1 <= N < |A|.
 * Tight where each such state has exactly one positive action.
 */
export function softmaxBound(root: ValuedState, rho: number, top = 1): number {
  const loss = (state: ValuedState, reach: number): number => {
    const zeros = state.q.filter(q => q === 0).length
    if (zeros === state.q.length) return 0
    const own = zeros === 0 ? 0 : (reach * zeros) / (zeros + Math.exp(Math.max(...state.q) / rho))
    const row = softmaxRow(state, rho)
    return state.next.reduce((total, below, i) => total + (below ? loss(below, reach * row[i]!) : 0), own)
  }
  return top * (1 - loss(root, 1))
}
