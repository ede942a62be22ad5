/** Means of a signal over a whole batch: along the responses, by kind of token and by token. Pure. */
import { type Batch, maskOf } from '../../../core/batch.ts'
import { tokenText, visible } from '../../kit/tokens.ts'

export interface Average {
  readonly name: string
  readonly mean: number
  /** Tokens that it is of. */
  readonly count: number
}

/** Rows of positions and of tokens at most; more positions share rows. */
const most = { positions: 24, tokens: 12 }

/** The kinds that any vocabulary can be sorted into, by what a person sees. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['end or empty', /^$/],
  ['space', /^\s+$/u],
  ['number', /^\s*[\p{N}.,]*\p{N}[\p{N}.,]*\s*$/u],
  ['word', /\p{L}/u],
]
const otherKind = 'sign'

export const kindOf = (text: string): string => kinds.find(([, is]) => is.test(text))?.[0] ?? otherKind

/** Each generated token of which the signal says something, sorted under a name. */
function averages(batch: Batch, values: Float32Array, nameOf: (t: number, position: number) => string): Average[] {
  const mask = maskOf(batch)
  const sums = new Map<string, { total: number; count: number }>()
  for (let i = 0; i < batch.rollouts; i++) {
    const start = batch.tokenStart[i]!
    for (let t = start; t < batch.tokenStart[i + 1]!; t++) {
      const value = values[t]!
      if (mask[t] === 0 || !Number.isFinite(value)) continue
      const name = nameOf(t, t - start)
      const sum = sums.get(name) ?? { total: 0, count: 0 }
      sums.set(name, { total: sum.total + value, count: sum.count + 1 })
    }
  }
  return [...sums].map(([name, { total, count }]) => ({ name, mean: total / count, count }))
}

/** In the order of the positions, counted from 1. */
export function byPosition(batch: Batch, values: Float32Array): Average[] {
  let longest = 0
  for (let i = 0; i < batch.rollouts; i++) longest = Math.max(longest, batch.tokenStart[i + 1]! - batch.tokenStart[i]!)
  const width = Math.max(1, Math.ceil(longest / most.positions))
  const nameOf = (_: number, position: number) => {
    const first = Math.floor(position / width) * width + 1
    return width === 1 ? `${first}` : `${first}–${Math.min(longest, first + width - 1)}`
  }
  return averages(batch, values, nameOf).sort((a, b) => Number.parseInt(a.name, 10) - Number.parseInt(b.name, 10))
}

const commonFirst = (found: Average[]): Average[] => found.sort((a, b) => b.count - a.count)

export const byKind = (batch: Batch, values: Float32Array, vocabulary: readonly string[]): Average[] =>
  commonFirst(averages(batch, values, t => kindOf(tokenText(vocabulary, batch.token[t]!))))

/** The most frequent tokens. */
export const byToken = (batch: Batch, values: Float32Array, vocabulary: readonly string[]): Average[] =>
  commonFirst(averages(batch, values, t => visible(tokenText(vocabulary, batch.token[t]!)))).slice(0, most.tokens)
