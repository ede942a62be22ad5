/** Continuations of one prefix as a tree: where they part, how many go which way, and how well that ends. Pure. */
import { mean } from '../../../core/math.ts'
import type { Branch } from '../../../protocol/events.ts'

type Continuation = Branch['continuations'][number]

export interface Whole extends Pick<Continuation, 'reward' | 'correct'> {
  readonly tokens: readonly number[]
}

export interface Continued {
  /** Tokens that all below share, after the parent's. */
  readonly tokens: readonly number[]
  readonly count: number
  /** Of all continuations of the tree: an estimate of the probability. */
  readonly share: number
  /** Mean reward of all that go this way: an estimate of the value here. */
  readonly value: number
  readonly correct: number
  /** What the verifier said, where a response ends here; and that response, from its first token. */
  readonly note: string | undefined
  readonly whole: Whole | undefined
  readonly children: readonly Continued[]
}

interface Rest {
  readonly tokens: readonly number[]
  readonly of: Continuation
}

/** The tree below the prefix; its own tokens are those that every continuation shares. */
export function treeOf({ prefix, continuations }: Branch): Continued {
  const rests = continuations.map(of => ({
    tokens: of.tokens.slice(startsWith(of.tokens, prefix) ? prefix.length : 0),
    of,
  }))
  return grow(rests, { all: continuations.length, prefix })
}

const startsWith = (tokens: readonly number[], prefix: readonly number[]): boolean =>
  prefix.every((id, i) => tokens[i] === id)

function grow(rests: readonly Rest[], of: { readonly all: number; readonly prefix: readonly number[] }): Continued {
  const shared = sharedLength(rests)
  const [first] = rests
  const below = rests.map(({ tokens, of }) => ({ tokens: tokens.slice(shared), of }))
  const isEnd = below.every(({ tokens }) => tokens.length === 0)
  return {
    tokens: first?.tokens.slice(0, shared) ?? [],
    count: rests.length,
    share: rests.length / Math.max(1, of.all),
    value: mean(rests.map(({ of }) => of.reward)),
    correct: rests.filter(({ of }) => of.correct).length,
    note: isEnd ? first?.of.note : undefined,
    whole: isEnd && first ? wholeOf(first.of, of.prefix) : undefined,
    children: isEnd ? [] : parted(below).map(group => grow(group, of)),
  }
}

function wholeOf({ tokens, reward, correct }: Continuation, prefix: readonly number[]): Whole {
  return { tokens: startsWith(tokens, prefix) ? tokens : [...prefix, ...tokens], reward, correct }
}

function sharedLength(rests: readonly Rest[]): number {
  const [first, ...others] = rests.map(({ tokens }) => tokens)
  if (!first) return 0
  let length = 0
  while (length < first.length && others.every(tokens => tokens[length] === first[length])) length++
  return length
}

/** By the next token, the most frequent first, then the better. */
function parted(rests: readonly Rest[]): Rest[][] {
  const groups = new Map<number | undefined, Rest[]>()
  for (const rest of rests) {
    const [next] = rest.tokens
    groups.set(next, [...(groups.get(next) ?? []), rest])
  }
  const value = (group: readonly Rest[]) => mean(group.map(({ of }) => of.reward))
  return [...groups.values()].sort((a, b) => b.length - a.length || value(b) - value(a))
}
