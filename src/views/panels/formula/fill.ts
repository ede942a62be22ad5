/**
 * A method's formula with the numbers of one token or response in it. Pure: from TeX, the meaning of its symbols and a
 * way to look values up, to TeX again.
 */
import type { Formula } from '../../../core/method.ts'
import { texNumber } from '../../kit/numbers.ts'
import { evaluate } from './evaluate.ts'
import { afterGroup, clauses, equalsSign, join, startsWith, tokenise } from './tex.ts'

export interface FoundValue {
  readonly value: number
  /** Where the number came from, in a few words. */
  readonly from: string
}
export type LookUp = (name: string) => FoundValue | undefined

export interface FilledSymbol {
  readonly index: number
  readonly tex: string
  readonly text: string
  /** Name of the column, explain column or parameter. */
  readonly is: string
  readonly found: FoundValue | undefined
}

export interface Filled {
  /** The formula as the method writes it, each symbol in its own colour mark. */
  readonly symbolic: string
  /** One line per clause with numbers in it; empty when nothing could be filled. */
  readonly lines: readonly string[]
  readonly symbols: readonly FilledSymbol[]
}

/**
 * KaTeX with `trust: false` lets no attribute through, but it does let colours. Symbol i is drawn in this colour, which
 * the style sheet takes away again; what stays is an element that can be found from its index.
 */
export const markColour = (index: number, kind: 'symbol' | 'number'): string =>
  `#5ab${kind === 'number' ? 1 : 0}${index.toString(16).padStart(2, '0')}`
export const markedIndex = (style: string): number | undefined => {
  const match = /#5ab[01]([0-9a-f]{2})/i.exec(style)
  return match ? Number.parseInt(match[1]!, 16) : undefined
}
const marked = (index: number, tex: string, kind: 'symbol' | 'number' = 'symbol'): string =>
  `\\textcolor{${markColour(index, kind)}}{${tex}}`

interface Key {
  readonly tokens: readonly string[]
  readonly symbol: FilledSymbol
}

export function fill(formula: Formula, lookUp: LookUp): Filled {
  const symbols = Object.entries(formula.symbols).map(([tex, { is, text }], index) => ({
    index,
    tex,
    text,
    is,
    found: lookUp(is),
  }))
  // Longest first, so that `r_i` wins over `r`.
  const keys: Key[] = symbols
    .map(symbol => ({ symbol, tokens: tokenise(symbol.tex) }))
    .sort((a, b) => b.tokens.length - a.tokens.length)
  const tokens = tokenise(formula.tex)
  const parts = clauses(tokens)
  const symbolic = replace(tokens, keys, ({ index, tex }) => marked(index, tex))
  const lines = parts
    .filter(clause => parts.length === 1 || equalsSign(clause) >= 0 || !clause.some(token => sums.includes(token)))
    .flatMap(clause => filledClause(clause, keys) ?? [])
  return { symbolic, lines, symbols }
}

/** A side condition over all responses has no number of the selected one in it. */
const sums = ['\\sum', '\\prod', '\\mathbb']

const number = ({ index, found, tex }: FilledSymbol): string =>
  found ? marked(index, texNumber(found.value), 'number') : marked(index, tex)

/** `left = right` becomes `left = right with numbers = value`; undefined when no number on the right is known. */
function filledClause(tokens: readonly string[], keys: readonly Key[]): string | undefined {
  const equals = equalsSign(tokens)
  const left = tokens.slice(0, Math.max(equals, 0))
  const right = tokens.slice(equals + 1)
  const used = symbolsIn(right, keys)
  if (!used.some(({ found }) => found)) return undefined
  const filled = replace(right, keys, number, true)
  const plain = replace(right, keys, ({ found, tex }) => (found ? texNumber(found.value) : tex), true)
  const named = keys.find(({ tokens: key }) => key.length === left.length && startsWith(left, 0, key))?.symbol
  const computed = evaluate(plain)
  const value = named?.found?.value ?? computed
  const head = left.length > 0 ? `${replace(left, keys, ({ index, tex }) => marked(index, tex))} = ` : ''
  if (value === undefined) return `${head}${filled}`
  const isAlone = keys.some(({ tokens: key }) => key.length === right.length && startsWith(right, 0, key))
  if (isAlone) return `${head}${filled}`
  const shown = texNumber(value, 'alone')
  return `${head}${filled} = ${named ? marked(named.index, shown, 'number') : shown}`
}

function symbolsIn(tokens: readonly string[], keys: readonly Key[]): FilledSymbol[] {
  const used: FilledSymbol[] = []
  replace(tokens, keys, symbol => {
    used.push(symbol)
    return symbol.tex
  })
  return used
}

/**
 * Replaces every symbol that stands alone. Copied as they are: subscripts, since `i` in `r_i` is no number; and with
 * `numbers`, gradients (of a number it would be 0) and the conditions of cases.
 */
function replace(
  tokens: readonly string[],
  keys: readonly Key[],
  write: (symbol: FilledSymbol) => string,
  numbers = false,
): string {
  const out: string[] = []
  /** What the last token was: numbers that come to stand side by side are multiplied visibly. */
  let last: 'factor' | 'other' = 'other'
  let inCondition = false
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i]!
    if (token === '&' && tokens.includes('\\end')) inCondition = true
    if (token === '\\\\' || token === '\\end') inCondition = false
    const isKept = numbers && (inCondition || tokens[i - 1] === '\\nabla')
    const key = isKept ? undefined : keyAt(tokens, i, keys)
    if (key) {
      if (numbers && last === 'factor') out.push('\\cdot')
      out.push(`{${write(key.symbol)}}`)
      last = 'factor'
      i += key.tokens.length
    } else {
      const opensName = token === '_' || token === '\\begin' || token === '\\end'
      const end = opensName ? afterGroup(tokens, i + 1) : i + 1
      out.push(...tokens.slice(i, end))
      if (!isSpacing(token)) last = endsFactor(token) ? 'factor' : 'other'
      i = end
    }
  }
  return join(out)
}

/** A symbol that goes on with a subscript or a prime is another symbol. */
const keyAt = (tokens: readonly string[], at: number, keys: readonly Key[]): Key | undefined =>
  keys.find(({ tokens: wanted }) => {
    const next = tokens[at + wanted.length]
    return startsWith(tokens, at, wanted) && next !== '_' && next !== "'" && next !== '\\prime'
  })

const isSpacing = (token: string): boolean => /^\\[,;:! ]$/.test(token)
const endsFactor = (token: string): boolean => /^[\d)\]}]$/.test(token)
