/**
 * An estimator of one's own: what it sees, what it gives back, and examples to begin with. It is called once per group,
 * as plain data in and plain data out, in a sandbox (sandbox.ts) that has nothing else.
 */
import { type Batch, groupMembers, maskOf } from '../core/batch.ts'
import { fail } from '../core/fail.ts'
import type { OwnColumn } from '../methods/own.ts'

/** One response of a group; of its tokens only those that the policy wrote. */
export interface Response {
  readonly reward: number
  /** Tokens that the policy wrote. */
  readonly length: number
  /** Per token, where the batch has it: log-probability when sampled, of the reference, entropy, value. */
  readonly oldLogp?: readonly number[]
  readonly refLogp?: readonly number[]
  readonly oldEntropy?: readonly number[]
  readonly oldValue?: readonly number[]
  /** Whether the verifier accepts it (1) or not (0), where the batch says. */
  readonly correct?: number
  /** Cut off at the length limit (1) or not (0), where the batch says. */
  readonly truncated?: number
}

export interface Group {
  readonly rewards: readonly number[]
  readonly responses: readonly Response[]
}

/** What came back of a batch of groups: a number per response, or one per token that the policy wrote. */
export type Given =
  | { readonly kind: 'advantage'; readonly groups: readonly (readonly number[])[] }
  | { readonly kind: 'credit'; readonly groups: readonly (readonly (readonly number[])[])[] }

const perToken = ['oldLogp', 'refLogp', 'oldEntropy', 'oldValue'] as const
const perResponse = ['correct', 'truncated'] as const

/** The batch as the estimator sees it, group by group. Every rollout must have a reward. */
export function groupsOf(batch: Batch): Group[] {
  const places = writtenPlaces(batch)
  const response = (row: number): Response => {
    const own = places[row] ?? []
    const tokens = perToken.flatMap(column => {
      const values = batch[column]
      return values ? [[column, own.map(t => values[t]!)] as const] : []
    })
    const whole = perResponse.flatMap(column => {
      const values = batch[column]
      return values ? [[column, values[row]!] as const] : []
    })
    return {
      reward: batch.reward[row]!,
      length: own.length,
      ...Object.fromEntries(tokens),
      ...Object.fromEntries(whole),
    }
  }
  return groupMembers(batch).map(members => ({
    rewards: members.map(row => batch.reward[row]!),
    responses: members.map(response),
  }))
}

/** Per rollout, the places of the tokens that the policy wrote. */
function writtenPlaces(batch: Batch): number[][] {
  const mask = maskOf(batch)
  return Array.from({ length: batch.rollouts }, (_, row) => {
    const own: number[] = []
    for (let t = batch.tokenStart[row]!; t < batch.tokenStart[row + 1]!; t++) if (mask[t] !== 0) own.push(t)
    return own
  })
}

/** Puts what came back where it belongs. Fails where a number is missing, or is none. */
export function columnOf(batch: Batch, given: Given): OwnColumn {
  const members = groupMembers(batch)
  expectCount('groups', members.length, given.groups.length)
  if (given.kind === 'advantage') {
    const values = new Float32Array(batch.rollouts)
    given.groups.forEach((numbers, g) => {
      place(values, members[g]!, numbers, `group ${g + 1}`)
    })
    return { kind: 'advantage', values }
  }
  const values = new Float32Array(batch.token.length)
  const places = writtenPlaces(batch)
  given.groups.forEach((responses, g) => {
    expectCount(`responses of group ${g + 1}`, members[g]!.length, responses.length)
    responses.forEach((numbers, k) => {
      place(values, places[members[g]![k]!]!, numbers, `response ${k + 1} of group ${g + 1}`)
    })
  })
  return { kind: 'credit', values }
}

function place(values: Float32Array, places: readonly number[], numbers: readonly number[], where: string): void {
  expectCount(where, places.length, numbers.length)
  numbers.forEach((value, k) => {
    if (!Number.isFinite(value))
      fail(`your estimator, ${where}`, 'a finite number', `${value} at place ${k + 1}`, 'Guard the division.')
    values[places[k]!] = value
  })
}

function expectCount(where: string, expected: number, got: number): void {
  if (expected !== got)
    fail(`your estimator, ${where}`, `${expected} numbers`, `${got}`, 'Give one for each, in the same order.')
}

interface Example {
  readonly id: string
  readonly title: string
  readonly source: string
}

export const examples: readonly Example[] = [
  {
    id: 'grpo',
    title: 'GRPO',
    source: `// One number per response: how far above the mean, in units of the spread.
export function advantage({ rewards }: Group): number[] {
  const centre = mean(rewards)
  const spread = std(rewards)
  return rewards.map(r => (r - centre) / (spread + 1e-6))
}
`,
  },
  {
    id: 'rloo',
    title: 'RLOO',
    source: `// One number per response: against the mean of the others.
export function advantage({ rewards }: Group): number[] {
  const n = rewards.length
  if (n < 2) return rewards.map(() => 0)
  const total = sum(rewards)
  return rewards.map(r => r - (total - r) / (n - 1))
}
`,
  },
  {
    id: 'clipped',
    title: 'GRPO, clipped at 1.5',
    source: `// A lone success among failures is not pushed harder than 1.5. Look at the sum.
export function advantage({ rewards }: Group): number[] {
  const centre = mean(rewards)
  const spread = std(rewards)
  return rewards.map(r => clip((r - centre) / (spread + 1e-6), -1.5, 1.5))
}
`,
  },
  {
    id: 'surprise',
    title: 'By token: where the policy was unsure',
    source: `// One number per token: the response's advantage, more of it where the entropy was high.
export function credit({ rewards, responses }: Group): number[][] {
  const centre = mean(rewards)
  return responses.map(({ reward, length, oldEntropy }) => {
    const entropy = oldEntropy ?? Array<number>(length).fill(1)
    const average = mean(entropy)
    return entropy.map(h => (reward - centre) * (average > 0 ? h / average : 1))
  })
}
`,
  },
]

/** A word of the contract, for the editor's completion. */
export interface Word {
  readonly label: string
  readonly type: 'function' | 'property' | 'type'
  readonly detail: string
}

export const words: readonly Word[] = [
  { label: 'advantage', type: 'function', detail: '(group: Group) => number[], one per response' },
  { label: 'credit', type: 'function', detail: '(group: Group) => number[][], one per token of each response' },
  { label: 'Group', type: 'type', detail: '{ rewards, responses }' },
  { label: 'Response', type: 'type', detail: '{ reward, length, oldLogp?, oldEntropy?, ... }' },
  { label: 'rewards', type: 'property', detail: 'number[], one per response' },
  { label: 'responses', type: 'property', detail: 'Response[]' },
  { label: 'reward', type: 'property', detail: 'number' },
  { label: 'length', type: 'property', detail: 'tokens that the policy wrote' },
  { label: 'oldLogp', type: 'property', detail: 'number[] | undefined, log-probability when sampled' },
  { label: 'refLogp', type: 'property', detail: 'number[] | undefined, of the reference policy' },
  { label: 'oldEntropy', type: 'property', detail: 'number[] | undefined, entropy when sampled, in nats' },
  { label: 'oldValue', type: 'property', detail: 'number[] | undefined, what the value head predicted' },
  { label: 'correct', type: 'property', detail: '1, 0 or undefined' },
  { label: 'truncated', type: 'property', detail: '1, 0 or undefined' },
  { label: 'mean', type: 'function', detail: '(values) => number' },
  { label: 'std', type: 'function', detail: '(values, ddof = 1) => number, 0 for fewer than two' },
  { label: 'sum', type: 'function', detail: '(values) => number' },
  { label: 'clip', type: 'function', detail: '(value, low, high) => number' },
]
