/** Sums in TeX: over what they run, and what stands under them. */
import { afterGroup } from './tex.ts'

/** The tokens or responses that a sum runs over, seen from the selected one. */
export interface Range {
  /** The letter that counts: `t`, `j`. */
  readonly index: string
  readonly over: 'all' | 'others' | 'from here' | 'after'
}

export interface Sum {
  /** Undefined where the limits say something else than the four. */
  readonly range: Range | undefined
  /** The sign and its limits, as written. */
  readonly sign: readonly string[]
  readonly body: readonly string[]
  /** Index after the body. */
  readonly end: number
}

const relations: Readonly<Record<string, Range['over']>> = { '\\ne': 'others', '\\ge': 'from here', '>': 'after' }

/** The sum whose sign stands at `at`. Its body ends at the next plus, minus, comma, quad or closing bracket. */
export function sumAt(tokens: readonly string[], at: number): Sum {
  let from = at + 1
  let limits: readonly string[] = []
  while (tokens[from] === '_' || tokens[from] === '^') {
    const end = afterGroup(tokens, from + 1)
    if (tokens[from] === '_') limits = tokens.slice(from + 1, end).filter(token => token !== '{' && token !== '}')
    from = end
  }
  const end = bodyEnd(tokens, from)
  return { range: rangeOf(limits), sign: tokens.slice(at, from), body: tokens.slice(from, end), end }
}

function rangeOf([index, relation, ...rest]: readonly string[]): Range | undefined {
  if (index === undefined || !/^[a-z]$/.test(index)) return undefined
  if (relation === undefined) return { index, over: 'all' }
  const over = relations[relation]
  return over && rest.length === 1 ? { index, over } : undefined
}

const opens = new Set(['{', '(', '['])
const closes = new Set(['}', ')', ']'])
const ends = new Set(['+', '-', ',', '=', '\\quad', '\\qquad', '&', '\\\\', '\\right', '\\Big', '\\Bigr', '\\bigr'])

function bodyEnd(tokens: readonly string[], from: number): number {
  let depth = 0
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i]!
    if (opens.has(token)) depth++
    if (closes.has(token) && --depth < 0) return i
    if (depth === 0 && ends.has(token)) return i
  }
  return tokens.length
}
