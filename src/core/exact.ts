/**
 * Exact values of a policy on one problem: V(prefix), Q(prefix, token), the success probability and the policy gradient,
 * by listing every response. With a finite set of states (`Task.enumeration`) equal states are merged, which is right
 * when the policy looks at the state only (a tabular policy); otherwise every prefix is a node of its own.
 */
import { hasEnded, readDialogue } from './dialogue.ts'
import { fail } from './fail.ts'
import type { Numbers } from './math.ts'
import type { Level, Problem, Task } from './task.ts'

/** [prefixes * V] next-token probabilities after each prefix, row by row. Asked once per response length. */
export type NextTokens = (prefixes: readonly (readonly number[])[]) => Numbers | Promise<Numbers>

export interface ExactOptions {
  /** `states` merges partial responses by `Task.enumeration`; `prefixes` keeps them apart. */
  readonly over: 'states' | 'prefixes'
  /** Most nodes to list before refusing. */
  readonly limit?: number
  /**
   * Nodes that a response reaches less often than this are not looked into. 0 lists everything. Then values are lower
   * bounds: for rewards in [0, 1] the true V lies within [value, value + missing].
   */
  readonly minReach?: number
}

/** Nodes are in order of response length, the empty response first. */
export interface Exact {
  readonly vocabSize: number
  /** One partial response per node. */
  readonly prefixes: readonly (readonly number[])[]
  /** Number of the node of a partial response; undefined where it was not listed. */
  readonly nodeOf: (response: readonly number[]) => number | undefined
  /** [nodes] expected reward of a response that continues from here. */
  readonly value: Float64Array
  /** [nodes] the same for the share of accepted responses. */
  readonly success: Float64Array
  /** [nodes] probability of running into a node that was not looked into. All 0 when `minReach` is 0. */
  readonly missing: Float64Array
  /** [nodes] probability that a response passes through here. */
  readonly reach: Float64Array
  /** [nodes * V] Q(prefix, token); NaN where the response is over or the token leads nowhere listed. */
  readonly q: Float64Array
  /** [nodes * V] next-token probabilities; 0 where the response is over. */
  readonly probability: Float64Array
}

/** Twenty thousand forward passes of a tiny network take some seconds. */
export const exactLimit = 20_000

interface Listing {
  readonly prefixes: (readonly number[])[]
  readonly index: Map<string, number>
  readonly reach: number[]
  /** Per node, [V] child numbers (-1 for none) and probabilities; undefined where the response is over or not looked into. */
  readonly next: ({ readonly child: Int32Array; readonly probability: Float64Array } | undefined)[]
}

/**
 * Refuses tasks without states when asked to merge, and more nodes than the limit. Where the world speaks, nodes are the
 * places at which the policy is to go on.
 */
export async function exactValues(
  task: Task,
  level: Level,
  problem: Problem,
  nextTokens: NextTokens,
  options: ExactOptions,
): Promise<Exact> {
  const keyOf = keyFor(task, level, problem, options.over)
  const listing: Listing = { prefixes: [[]], index: new Map([[keyOf([]), 0]]), reach: [1], next: [] }
  const minReach = options.minReach ?? 0
  for (let first = 0; first < listing.prefixes.length; ) {
    const end = listing.prefixes.length
    const asked: number[] = []
    for (let node = first; node < end; node++) {
      const alive = !hasEnded(task, level, problem, listing.prefixes[node]!) && listing.reach[node]! >= minReach
      if (alive) asked.push(node)
    }
    const rows = asked.length === 0 ? [] : await nextTokens(asked.map(node => listing.prefixes[node]!))
    asked.forEach((node, i) => {
      const probabilityOf = (token: number) => rows[i * task.vocabulary.length + token]!
      expand(listing, node, task.vocabulary.length, probabilityOf, keyOf, prefix =>
        answered(task, level, problem, prefix),
      )
      checkSize(listing, options, task)
    })
    first = end
  }
  return backUp(task, level, problem, listing, keyOf)
}

function keyFor(task: Task, level: Level, problem: Problem, over: ExactOptions['over']) {
  if (over === 'prefixes') return (response: readonly number[]) => response.join(' ')
  const states =
    task.enumeration?.(level) ??
    fail('exact.over', 'a task with an enumeration', `"${task.id}"`, 'Take over: "prefixes".')
  return (response: readonly number[]) => `${response.length}:${states.stateOf(problem, response)}`
}

/** A prefix with what the world says to it. */
function answered(task: Task, level: Level, problem: Problem, prefix: readonly number[]): readonly number[] {
  if (!task.episodes) return prefix
  return [...prefix, ...readDialogue(task, level, problem, prefix).owed()]
}

function checkSize(listing: Listing, { limit = exactLimit, over }: ExactOptions, task: Task): void {
  if (listing.prefixes.length <= limit) return
  fail(
    'exact',
    `at most ${limit} ${over} of "${task.id}"`,
    'more',
    'Choose a smaller level, or give a minReach above 0.',
  )
}

function expand(
  listing: Listing,
  node: number,
  vocabSize: number,
  probabilityOf: (token: number) => number,
  keyOf: (response: readonly number[]) => string,
  replied: (prefix: readonly number[]) => readonly number[],
): void {
  const child = new Int32Array(vocabSize).fill(-1)
  const probability = Float64Array.from({ length: vocabSize }, (_, token) => probabilityOf(token))
  for (let token = 0; token < vocabSize; token++) {
    const p = probability[token]!
    if (!(p > 0)) continue
    const prefix = replied([...listing.prefixes[node]!, token])
    const key = keyOf(prefix)
    const known = listing.index.get(key)
    const at = known ?? listing.prefixes.length
    if (known === undefined) {
      listing.index.set(key, at)
      listing.prefixes.push(prefix)
      listing.reach.push(0)
    }
    child[token] = at
    listing.reach[at]! += listing.reach[node]! * p
  }
  listing.next[node] = { child, probability }
}

function backUp(
  task: Task,
  level: Level,
  problem: Problem,
  listing: Listing,
  keyOf: (response: readonly number[]) => string,
): Exact {
  const nodes = listing.prefixes.length
  const vocabSize = task.vocabulary.length
  const [value, success, missing] = [new Float64Array(nodes), new Float64Array(nodes), new Float64Array(nodes)]
  const q = new Float64Array(nodes * vocabSize).fill(Number.NaN)
  const probability = new Float64Array(nodes * vocabSize)
  for (let node = nodes - 1; node >= 0; node--) {
    const prefix = listing.prefixes[node]!
    const next = listing.next[node]
    if (hasEnded(task, level, problem, prefix)) {
      const verdict = task.verify(level, problem, prefix)
      value[node] = verdict.reward
      success[node] = verdict.correct ? 1 : 0
    } else if (next === undefined) {
      missing[node] = 1
    } else {
      probability.set(next.probability, node * vocabSize)
      next.child.forEach((child, token) => {
        if (child < 0) return
        const p = next.probability[token]!
        q[node * vocabSize + token] = value[child]!
        value[node]! += p * value[child]!
        success[node]! += p * success[child]!
        missing[node]! += p * missing[child]!
      })
    }
  }
  return {
    vocabSize,
    prefixes: listing.prefixes,
    nodeOf: response => listing.index.get(keyOf(response)),
    value,
    success,
    missing,
    reach: Float64Array.from(listing.reach),
    q,
    probability,
  }
}

/** [V] advantages Q(prefix, token) - V(prefix); undefined where the prefix was not listed. */
export function exactAdvantages(exact: Exact, prefix: readonly number[]): Float64Array | undefined {
  const node = exact.nodeOf(prefix)
  if (node === undefined) return undefined
  return exact.q.slice(node * exact.vocabSize, (node + 1) * exact.vocabSize).map(q => q - exact.value[node]!)
}

/** [tokens] Q - V of every token of a response; NaN where it left what was listed. Sums to reward - V(empty). */
export const advantageOfTokens = (exact: Exact, response: readonly number[]): Float64Array =>
  Float64Array.from(response, (token, t) => exactAdvantages(exact, response.slice(0, t))?.[token] ?? Number.NaN)

/** [tokens + 1] V before each token, and after the last. */
export const valuesAlong = (exact: Exact, response: readonly number[]): Float64Array =>
  Float64Array.from({ length: response.length + 1 }, (_, t) => {
    const node = exact.nodeOf(response.slice(0, t))
    return node === undefined ? Number.NaN : exact.value[node]!
  })

/**
 * [nodes * V] derivative of the expected reward with respect to each node's logits, at temperature 1:
 * reach(s) p(a|s) (Q(s, a) - V(s)), the policy gradient theorem (Sutton et al., 2000) for a softmax.
 */
export function exactGradient(exact: Exact): Float64Array {
  const { vocabSize, reach, probability, q, value } = exact
  return probability.map((p, i) => {
    const node = Math.floor(i / vocabSize)
    return p > 0 ? reach[node]! * p * (q[i]! - value[node]!) : 0
  })
}

/** [rows * V] the same, summed over the nodes that share a row of a tabular policy. */
export function exactRowGradient(exact: Exact, rows: number, rowOf: (response: readonly number[]) => number) {
  const { vocabSize } = exact
  const gradient = new Float64Array(rows * vocabSize)
  const perNode = exactGradient(exact)
  exact.prefixes.forEach((prefix, node) => {
    const own = perNode.subarray(node * vocabSize, (node + 1) * vocabSize)
    if (own.every(slope => slope === 0)) return
    const row = rowOf(prefix)
    own.forEach((slope, token) => {
      gradient[row * vocabSize + token]! += slope
    })
  })
  return gradient
}
