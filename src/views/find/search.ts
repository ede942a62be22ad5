/** Finds places in one iteration: by text, by a flag, or by a comparison such as `adv>2`. Pure. */
import { type Batch, groupMembers } from '../../core/batch.ts'
import { type Column, columns, specOf } from '../../core/columns.ts'
import type { Snapshot } from '../../core/snapshot.ts'

export interface Hit {
  readonly group: number
  /** Index within the group. */
  readonly rollout: number
  /** Position within the rollout; 0 where the response as a whole is meant. */
  readonly token: number
  /** What was found there, in words. */
  readonly words: string
}

/** Hits that are told at most. */
export const mostHits = 200

export type Searched = Pick<Snapshot, 'batch' | 'problems'>

/** Words that stand for a column. */
const short: Readonly<Record<string, Column>> = { adv: 'advantage', a: 'advantage' }
/** Columns in which a value that is no number is a fault, and not one that does not apply. */
const finite: readonly Column[] = ['advantage', 'credit', 'logp', 'oldLogp', 'refLogp', 'ratio']

const tests: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '>': (value, limit) => value > limit,
  '<': (value, limit) => value < limit,
  '>=': (value, limit) => value >= limit,
  '<=': (value, limit) => value <= limit,
  '=': (value, limit) => value === limit,
}

/** The first places that `query` names, in the order of the screen; none for an empty query. */
export function search(snapshot: Searched, query: string, vocabulary: readonly string[], most = mostHits): Hit[] {
  const asked = query.trim()
  if (asked === '') return []
  const found =
    valuesAsked(snapshot.batch, asked.toLowerCase()) ?? textsAsked(snapshot, asked.toLowerCase(), vocabulary)
  const hits: Hit[] = []
  for (const place of places(snapshot.batch)) {
    if (hits.length === most) break
    hits.push(...found(place).slice(0, most - hits.length))
  }
  return hits
}

/** The iterations that have any such place. */
export const iterationsWith = (
  snapshots: readonly (Searched & Pick<Snapshot, 'iteration'>)[],
  query: string,
  vocabulary: readonly string[],
): number[] =>
  snapshots.filter(snapshot => search(snapshot, query, vocabulary, 1).length > 0).map(({ iteration }) => iteration)

interface Place {
  readonly group: number
  readonly rollout: number
  /** Index in the batch, its first token, and one past its last. */
  readonly row: number
  readonly start: number
  readonly end: number
}
type Finder = (place: Place) => Hit[]

const places = (batch: Batch): Place[] =>
  groupMembers(batch).flatMap((members, group) =>
    members.map((row, rollout) => ({
      group,
      rollout,
      row,
      start: batch.tokenStart[row]!,
      end: batch.tokenStart[row + 1]!,
    })),
  )

const hitAt = ({ group, rollout }: Place, token: number, words: string): Hit => ({ group, rollout, token, words })

/** `nan`, `clipped` (any column of flags), `credit<=-0.5`; undefined where the query is a text. */
function valuesAsked(batch: Batch, asked: string): Finder | undefined {
  if (asked === 'nan') {
    const finders = finite.map(column => valueFinder(batch, column, Number.isNaN))
    const isUnscored: Finder = place => (Number.isNaN(batch.reward[place.row]) ? [hitAt(place, 0, 'reward NaN')] : [])
    return place => [isUnscored, ...finders].flatMap(find => find(place))
  }
  const {
    name = '',
    sign,
    limit,
  } = /^(?<name>[a-z]+)\s*(?:(?<sign>[<>]=?|=)\s*(?<limit>[+-]?\d*\.?\d+))?$/.exec(asked)?.groups ?? {}
  const test = sign === undefined ? undefined : tests[sign]
  const compare = (value: number) => test?.(value, Number(limit)) ?? value !== 0
  if (name === 'reward' && test) {
    return place => {
      const value = batch.reward[place.row]!
      return compare(value) ? [hitAt(place, 0, wordsOf('reward', value))] : []
    }
  }
  const column = Object.hasOwn(short, name) ? short[name] : columns.find(known => known.toLowerCase() === name)
  if (column === undefined || !(test || specOf(column).kind === 'flag')) return undefined
  return valueFinder(batch, column, compare)
}

const wordsOf = (name: string, value: number): string => `${name} ${Number(value.toPrecision(4))}`

function valueFinder(batch: Batch, column: Column, isWanted: (value: number) => boolean): Finder {
  const values = batch[column]
  const { extent } = specOf(column)
  if (!values || (extent !== 'rollout' && extent !== 'token')) return () => []
  return place => {
    if (extent === 'rollout') {
      const value = values[place.row]!
      return isWanted(value) ? [hitAt(place, 0, wordsOf(column, value))] : []
    }
    const hits: Hit[] = []
    for (let t = place.start; t < place.end; t++) {
      if (batch.mask?.[t] !== 0 && isWanted(values[t]!))
        hits.push(hitAt(place, t - place.start, wordsOf(column, values[t]!)))
    }
    return hits
  }
}

/** One hit per response: where its text says it, else because its answer or its prompt does. */
function textsAsked({ batch, problems }: Searched, asked: string, vocabulary: readonly string[]): Finder {
  return place => {
    const tokens = Array.from(batch.token.subarray(place.start, place.end), id => (vocabulary[id] ?? '').toLowerCase())
    const from = tokens.join('').indexOf(asked)
    if (from >= 0) return [hitAt(place, tokenAt(tokens, from), 'response')]
    if (batch.answer?.[place.row]?.toLowerCase().includes(asked)) return [hitAt(place, 0, 'answer')]
    // Once for its group.
    const isPrompt = place.rollout === 0 && problems[place.group]?.text.toLowerCase().includes(asked)
    return isPrompt ? [hitAt(place, 0, 'prompt')] : []
  }
}

/** Index of the token that holds the character at `from` of all tokens joined. */
function tokenAt(tokens: readonly string[], from: number): number {
  let end = 0
  return tokens.findIndex(text => {
    end += text.length
    return end > from
  })
}

/** The generated token with the largest size, the first of several; undefined where all are 0 or missing. */
export function largest(batch: Batch, name: string, sizeOf: (token: number) => number): Hit | undefined {
  let best: Hit | undefined
  let most = 0
  for (const place of places(batch)) {
    for (let t = place.start; t < place.end; t++) {
      const size = sizeOf(t)
      if (batch.mask?.[t] === 0 || !(size > most)) continue
      most = size
      best = hitAt(place, t - place.start, wordsOf(name, size))
    }
  }
  return best
}

export const largestCredit = (batch: Batch): Hit | undefined =>
  largest(batch, '|credit|', t => Math.abs(batch.credit?.[t] ?? 0))

/** How far the update moved a token's log-probability, from the ratio that it left. */
export const largestMove = (batch: Batch): Hit | undefined =>
  largest(batch, '|log ratio|', t => Math.abs(Math.log(batch.ratio?.[t] ?? 1)))
