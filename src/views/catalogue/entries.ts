/** The catalogue as data: one entry per registered method, the filters, and the order. Pure. */
import { type Confidence, type Slot, slots } from '../../core/method.ts'
import { methods } from '../../methods/index.ts'
import { wordsOf } from '../../methods/words.ts'
import { invents, leadingSlot } from './slots.ts'

export interface Entry {
  readonly id: string
  readonly title: string
  readonly idea: string
  readonly year: number
  readonly paper: string | undefined
  readonly confidence: Confidence
  /** The slot of its leading idea, under which it is listed. */
  readonly leading: Slot
  readonly invents: readonly Slot[]
  /** Everything that is searched, in lower case. */
  readonly text: string
}

export const entries: readonly Entry[] = [...methods.values()].map(method => {
  const { id, title, confidence } = method
  const { idea, paper } = wordsOf(id)
  return {
    id,
    title,
    idea,
    year: paper.year,
    paper: paper.id,
    confidence,
    leading: leadingSlot(id) ?? 'advantage',
    invents: invents(method),
    text: [id, title, idea, paper.id, paper.title].join(' ').toLowerCase(),
  }
})

export const confidences = ['code-verified', 'paper-verified', 'abstract-only'] as const satisfies readonly Confidence[]
export const orders = ['title', 'year'] as const
export const fits = ['', 'yes', 'no'] as const

export interface Query {
  readonly words: string
  readonly slot: Slot | ''
  readonly year: number | undefined
  readonly confidence: Confidence | ''
  /** Whether the present task has all that the method needs. */
  readonly fit: (typeof fits)[number]
  readonly order: (typeof orders)[number]
}

export const everything: Query = { words: '', slot: '', year: undefined, confidence: '', fit: '', order: 'title' }

/** `q=entropy&slot=credit&year=2025`; what is not understood is passed over. */
export function readQuery(text: string): Query {
  const said = new URLSearchParams(text)
  const one = <T extends string>(key: string, known: readonly T[]): T | undefined =>
    known.find(value => value === said.get(key))
  const year = Number(said.get('year'))
  return {
    words: said.get('q') ?? '',
    slot: one('slot', slots) ?? '',
    year: Number.isInteger(year) && year > 0 ? year : undefined,
    confidence: one('confidence', confidences) ?? '',
    fit: one('fits', fits) ?? '',
    order: one('sort', orders) ?? 'title',
  }
}

/** Only what narrows or reorders the list is written. */
export function writeQuery({ words, slot, year, confidence, fit, order }: Query): string {
  const said = { q: words, slot, year: year === undefined ? '' : String(year), confidence, fits: fit }
  const kept = Object.entries({ ...said, sort: order === everything.order ? '' : order }).filter(([, value]) => value)
  return new URLSearchParams(kept).toString()
}

/** Entries that fit the query, in its order. `lacking` says why the present task cannot fill a method's needs. */
export function search(
  all: readonly Entry[],
  { words, slot, year, confidence, fit, order }: Query,
  lacking: (id: string) => string | undefined,
): Entry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const found = all.filter(
    entry =>
      wanted.every(word => entry.text.includes(word)) &&
      (slot === '' || entry.invents.includes(slot)) &&
      (year === undefined || entry.year === year) &&
      (confidence === '' || entry.confidence === confidence) &&
      (fit === '' || (fit === 'yes') === (lacking(entry.id) === undefined)),
  )
  const byTitle = (a: Entry, b: Entry) => a.title.localeCompare(b.title, 'en')
  return found.sort((a, b) => (order === 'year' ? b.year - a.year : 0) || byTitle(a, b))
}

export interface Section {
  readonly slot: Slot
  readonly entries: readonly Entry[]
}

/** By leading slot, in the order of the form; empty sections are left out. */
export const sections = (found: readonly Entry[]): Section[] =>
  slots
    .map(slot => ({ slot, entries: found.filter(({ leading }) => leading === slot) }))
    .filter(section => section.entries.length > 0)
