import { short, signedShort } from '../../kit/numbers.ts'
import type { FilledSymbol } from './fill.ts'

/** Quantities whose sign is the message. */
const signedNames: ReadonlySet<string> = new Set(['advantage', 'credit', 'delta', 'exactAdvantage'])

export const valueText = ({ is, found }: FilledSymbol): string =>
  found === undefined ? 'not known here' : signedNames.has(is) ? signedShort(found.value) : short(found.value)

/** What a symbol is, its value and where that came from, in one sentence. */
export const meaning = (symbol: FilledSymbol): string =>
  [symbol.text, valueText(symbol), symbol.found?.from].filter(Boolean).join(', ')
