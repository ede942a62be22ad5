/** The bench's words in the address: `bench=grpo,grpo@verl,dr-grpo&base=grpo`, `own` with a program that no run has. */
import { PlaygroundError } from '../core/fail.ts'
import { bases } from '../core/recipe-check.ts'
import { longestProgram, ownId, packed, programKey, unpacked } from '../core/recipe-own.ts'
import { entryOf, usualRows } from '../methods/bench.ts'
import { decode } from './route.ts'

/** A program that a person wrote or that a link brought. One from a link runs only once a person has said so. */
export interface OwnProgram {
  readonly source: string
  readonly isTrusted: boolean
}

export interface BenchRows {
  /** Keys of the rows (methods/bench.ts), in order; none twice. */
  readonly rows: readonly string[]
  /** The row that all are compared with; one of `rows`. */
  readonly base: string
  readonly own?: OwnProgram
}

export const usualBench: BenchRows = { rows: usualRows, base: usualRows[0] ?? '' }

/** More rows than anybody reads. */
const most = 200
const words = ['bench', 'base', 'own'] as const

/** The query without the bench's words, and what they say; the usual bench where they say nothing. */
export function takeBench(query: string): { rest: string; bench: BenchRows; notices: string[] } {
  const pairs = query.split('&')
  // `base` is also a word of the setup: where it names a starting policy, and no row, it is not ours.
  const isSetup = (pair: string) => bases.some(base => pair === `base=${base}`)
  const isOurs = (pair: string) => words.some(word => pair.startsWith(`${word}=`)) && !isSetup(pair)
  const said = (word: (typeof words)[number]) => {
    const pair = pairs.find(one => one.startsWith(`${word}=`) && isOurs(one))
    return pair === undefined ? undefined : decode(pair.slice(word.length + 1).replace(/\+/g, ' '))
  }
  const rest = pairs.filter(pair => !isOurs(pair)).join('&')
  const given = said('bench')
  const program = said('own')
  const asked = given?.split(',').slice(0, most) ?? [...usualRows, ...(program === undefined ? [] : [ownId])]
  // The program that the run has too is written once, as the run's.
  const ofRun = asked.includes(ownId) ? pairs.find(pair => pair.startsWith(`${programKey}=`)) : undefined
  const source = unpacked(program ?? ofRun?.slice(programKey.length + 1) ?? '')
  const own = source ? { source, isTrusted: false } : undefined
  const lost = program !== undefined && !own ? ['own: expected a program, got text that is none. Left out.'] : []
  const { rows, notices } = legalRows(asked, own !== undefined)
  return { rest, bench: { ...benchOf(rows, said('base')), ...(own && { own }) }, notices: [...lost, ...notices] }
}

function legalRows(keys: readonly string[], hasOwn: boolean): { rows: string[]; notices: string[] } {
  const notices: string[] = []
  const rows = [...new Set(keys)].filter(key => {
    if (key === ownId) return hasOwn
    try {
      entryOf(key)
      return true
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error
      notices.push(`${error.message} The row is left out.`)
      return false
    }
  })
  return { rows, notices }
}

/** A bench of these rows; the usual one where there are none, the first as base where it is not among them. */
export function benchOf(rows: readonly string[], base?: string): BenchRows {
  const [first] = rows
  if (first === undefined) return usualBench
  return { rows: [...new Set(rows)], base: rows.find(key => key === base) ?? first }
}

/** What to put behind the setup's query, which has the run's own program already; empty for the usual bench. */
export function benchQuery({ rows, base, own }: BenchRows, ofRun?: string): string {
  const isWritten = own !== undefined && own.source !== ofRun && rows.includes(ownId)
  const program = isWritten ? `&own=${packed(own.source.slice(0, longestProgram))}` : ''
  if (!program && base === usualBench.base && rows.join() === usualBench.rows.join()) return ''
  const word = (text: string) => encodeURIComponent(text).replace(/%40/g, '@').replace(/%2C/g, ',')
  return `&bench=${word(rows.join(','))}&base=${word(base)}${program}`
}
