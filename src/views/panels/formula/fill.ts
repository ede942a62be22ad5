/**
 * A method's formula with the numbers of one token or response in it. Pure: from TeX, the meaning of its symbols and a
 * way to look values up, to TeX again.
 */
import type { Formula } from '../../../core/method.ts'
import { texNumber } from '../../kit/numbers.ts'
import { evaluate } from './evaluate.ts'
import { type Range, type Sum, sumAt } from './sums.ts'
import { afterGroup, clauses, equalsSign, join, startsWith, tokenise } from './tex.ts'

export interface FoundValue {
  readonly value: number
  /** Where the number came from, in a few words. */
  readonly from: string
}
export type LookUp = (name: string) => FoundValue | undefined
/** The values that a symbol takes where a sum counts; undefined where they are not known one by one. */
export type Terms = (name: string, range: Range) => readonly number[] | undefined

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
 * KaTeX with `trust: false` lets no attribute through, but it does let colours, and ours become classes
 * (views/kit/formula-nodes.ts): symbol i is an element that can be found from its index.
 */
export const markColour = (index: number, kind: 'symbol' | 'number'): string =>
  `#5ab${kind === 'number' ? 1 : 0}${index.toString(16).padStart(2, '0')}`
export const markedIndex = (classes: string): number | undefined => {
  const match = /\bcolour-5ab[01]([0-9a-f]{2})\b/.exec(classes)
  return match ? Number.parseInt(match[1]!, 16) : undefined
}
const marked = (index: number, tex: string, kind: 'symbol' | 'number' = 'symbol'): string =>
  `\\textcolor{${markColour(index, kind)}}{${tex}}`

interface Key {
  readonly tokens: readonly string[]
  readonly symbol: FilledSymbol
}

export function fill(formula: Formula, lookUp: LookUp, terms: Terms = () => undefined): Filled {
  const symbols = Object.entries(formula.symbols).map(([tex, { is, text }], index) => ({
    index,
    tex,
    text,
    is,
    found: lookUp(is),
  }))
  const keys = keysOf(symbols)
  const symbolic = replace(tokenise(formula.tex), keys, { write: ({ index, tex }) => marked(index, tex) })
  return { symbolic, lines: clauseValues(formula, symbols, terms).map(({ tex }) => tex), symbols }
}

/** One clause of a formula with numbers in it. */
export interface ClauseValue {
  readonly tex: string
  /** What the right side comes to, worked out from numbers that are not rounded; NaN or infinite where it divides by 0. */
  readonly computed: number | undefined
  /** What the left side is known to be. */
  readonly reported: number | undefined
}

/** The clauses of a formula in which some number is known. */
export function clauseValues(formula: Formula, symbols: readonly FilledSymbol[], terms: Terms): ClauseValue[] {
  const keys = keysOf(symbols)
  const parts = clauses(tokenise(formula.tex))
  return parts
    .filter(
      clause => parts.length === 1 || equalsSign(clause) >= 0 || !clause.some(token => conditions.includes(token)),
    )
    .flatMap(clause => filledClause(clause, keys, terms) ?? [])
}

/** Longest first, so that `r_i` wins over `r`. */
const keysOf = (symbols: readonly FilledSymbol[]): readonly Key[] =>
  symbols.map(symbol => ({ symbol, tokens: tokenise(symbol.tex) })).sort((a, b) => b.tokens.length - a.tokens.length)

/** A side condition over all responses has no number of the selected one in it. */
const conditions = ['\\sum', '\\prod', '\\mathbb']

const number = ({ index, found, tex }: FilledSymbol): string =>
  found ? marked(index, texNumber(found.value), 'number') : marked(index, tex)

/** A number with all its digits, as `evaluate` reads it. */
const exact = (value: number): string => (value < 0 ? `(${value.toFixed(18)})` : value.toFixed(18))

/** `left = right` becomes `left = right with numbers = value`; undefined when no number on the right is known. */
function filledClause(tokens: readonly string[], keys: readonly Key[], terms: Terms): ClauseValue | undefined {
  const equals = equalsSign(tokens)
  const left = tokens.slice(0, Math.max(equals, 0))
  const right = tokens.slice(equals + 1)
  let known = false
  const shown: Writing = {
    write: symbol => {
      known ||= symbol.found !== undefined
      return number(symbol)
    },
    sum: sum => {
      const values = termsOf(sum, keys, terms, texNumber)
      known ||= values !== undefined
      return values && abridged(values)
    },
  }
  const filled = replace(right, keys, shown)
  if (!known) return undefined
  const plain = replace(right, keys, {
    write: ({ found, tex }) => (found ? exact(found.value) : tex),
    sum: sum => {
      const values = termsOf(sum, keys, terms, exact)
      return values && `(${values.join('+') || '0'})`
    },
  })
  const named = keys.find(({ tokens: key }) => key.length === left.length && startsWith(left, 0, key))?.symbol
  const computed = evaluate(plain)
  const reported = named?.found?.value
  const head = left.length > 0 ? `${replace(left, keys, { write: ({ index, tex }) => marked(index, tex) })} = ` : ''
  const isAlone = keys.some(({ tokens: key }) => key.length === right.length && startsWith(right, 0, key))
  return { tex: `${head}${rightSide(filled, computed, named, isAlone)}`, computed, reported }
}

/** The numbers and what they come to. Where they divide by 0, only what the method made of it is a number. */
function rightSide(
  filled: string,
  computed: number | undefined,
  named: FilledSymbol | undefined,
  isAlone: boolean,
): string {
  const divides = computed === undefined || Number.isFinite(computed)
  const value = named?.found?.value ?? (divides ? computed : undefined)
  if (value === undefined || isAlone) return filled
  const shown = named ? marked(named.index, texNumber(value, 'alone'), 'number') : texNumber(value, 'alone')
  return divides ? `${filled} = ${shown}` : `${shown} \\quad\\text{(nothing to divide by)}`
}

/** How many terms of a sum are written out. */
const mostTerms = 4

function abridged(values: readonly string[]): string {
  if (values.length === 0) return '0'
  const written = values.length <= mostTerms ? values : [...values.slice(0, mostTerms - 1), '\\cdots', values.at(-1)!]
  return `\\bigl(${written.join('+')}\\bigr)`
}

/**
 * The terms of a sum as TeX. Undefined where a factor is not known term by term: the number of the selected one alone
 * must not stand for all of them.
 */
function termsOf(
  { range, body }: Sum,
  keys: readonly Key[],
  terms: Terms,
  write: Write,
): readonly string[] | undefined {
  if (!range) return undefined
  const factors = symbolsIn(body, keys)
  const isCounted = (symbol: FilledSymbol) => tokenise(symbol.tex).includes(range.index)
  const lists = new Map(factors.filter(isCounted).map(symbol => [symbol.is, terms(symbol.is, range)]))
  const [first] = lists.values()
  if (!first) return undefined
  const made = (k: number, as: Write) =>
    replace(body, keys, {
      write: symbol => {
        const value = isCounted(symbol) ? lists.get(symbol.is)?.[k] : symbol.found?.value
        return value === undefined ? symbol.tex : as(value)
      },
    })
  if (first.some((_, k) => evaluate(made(k, exact)) === undefined)) return undefined
  return first.map((_, k) => made(k, write))
}

function symbolsIn(tokens: readonly string[], keys: readonly Key[]): FilledSymbol[] {
  const used: FilledSymbol[] = []
  replace(tokens, keys, {
    write: symbol => {
      used.push(symbol)
      return symbol.tex
    },
  })
  return used
}

type Write = (value: number) => string
interface Writing {
  readonly write: (symbol: FilledSymbol) => string
  /** Given where numbers are written: a sum with its terms, or undefined to leave it in letters. */
  readonly sum?: (sum: Sum) => string | undefined
}

/**
 * Replaces every symbol that stands alone. Copied as they are: subscripts, since `i` in `r_i` is no number; and where
 * numbers are written, gradients (of a number it would be 0), the conditions of cases, and sums whose terms are unknown.
 */
function replace(tokens: readonly string[], keys: readonly Key[], { write, sum }: Writing): string {
  const out: string[] = []
  /** What the last token was: numbers that come to stand side by side are multiplied visibly. */
  let last: 'factor' | 'other' = 'other'
  let inCondition = false
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i]!
    if (token === '&' && tokens.includes('\\end')) inCondition = true
    if (token === '\\\\' || token === '\\end') inCondition = false
    const isKept = sum && (inCondition || tokens[i - 1] === '\\nabla')
    const key = isKept ? undefined : keyAt(tokens, i, keys)
    if (key) {
      if (sum && last === 'factor') out.push('\\cdot')
      out.push(`{${write(key.symbol)}}`)
      last = 'factor'
      i += key.tokens.length
    } else if (sum && !isKept && token === '\\sum') {
      const found = sumAt(tokens, i)
      const terms = sum(found)
      if (terms !== undefined && last === 'factor') out.push('\\cdot')
      out.push(...(terms === undefined ? [...found.sign, ...found.body] : [terms]))
      last = terms === undefined ? 'other' : 'factor'
      i = found.end
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
