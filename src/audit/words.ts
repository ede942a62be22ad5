/** Numbers, rows and lists in words. */
import type { Log } from '../core/log.ts'
import { bounded } from '../core/show.ts'
import type { Row } from './finding.ts'

/** Four digits that count, without zeros behind them; thousands as they are. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value)
  if (Math.abs(value) >= 1000) return value.toFixed(0)
  const short = Number(value.toPrecision(4))
  return Math.abs(short) < 1e-4 ? short.toExponential() : String(short)
}

/** As many digits as tell two near numbers apart. */
export const exactly = (value: number): string => String(Number(value.toPrecision(7)))

export const counted = (count: number, thing: string, things = `${thing}s`): string =>
  `${count} ${count === 1 ? thing : things}`

export const percent = (share: number): string => `${digits(Number((100 * share).toPrecision(2)))} %`

/** "a, b and c"; of a long list its beginning. */
export function listed(words: readonly string[], most = 5): string {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

const longestName = 48

/** A foreign text in quotes, short. */
export const quoted = (text: string, most = 60): string => `“${bounded(text, most)}”`

const fileOf = (path: string): string => bounded(path.split('/').at(-1) ?? path, longestName)

export const rowOf = ({ batches }: Log, batch: number, rollout: number): Row => ({
  batch,
  rollout,
  iteration: batches[batch]!.iteration,
  source: batches[batch]!.rollouts[rollout]!.source,
})

/** "iteration 2, row 3 of its file". */
export const placeWords = ({ iteration, source }: Row): string =>
  `${iteration === undefined ? '' : `iteration ${iteration}, `}row ${source.row} of ${source.file}`

/** "row 3", with its file where the rows are of several. */
function placesOf(rows: readonly Row[]): string[] {
  const several = new Set(rows.map(({ source }) => source.file)).size > 1
  return rows.map(({ source }) => (several ? `${source.row} of ${fileOf(source.file)}` : `${source.row}`))
}

/** "rows 3, 5 and 8"; several rollouts of one row are named once. */
export function rowWords(rows: readonly Row[], most = 5): string {
  const places = [...new Set(placesOf(rows))]
  return `${places.length === 1 ? 'row' : 'rows'} ${listed(places, most)}`
}

/** " in iteration 3", or nothing where the log counts none or has only one. */
export const inIteration = ({ batches }: Log, batch: number): string =>
  batches.length < 2 || batches[batch]!.iteration === undefined ? '' : ` in iteration ${batches[batch]!.iteration}`
