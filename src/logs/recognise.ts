/** Which format a file is of. */
import type { Recognised } from '../core/log.ts'
import { guessMapping, isUsable } from '../core/mapping.ts'
import type { Json } from './exchange-fields.ts'
import { formats, type LogFormat, type Sample } from './format.ts'
import { mapped } from './mapped.ts'

export interface Told {
  readonly format: LogFormat | undefined
  readonly recognised?: Recognised
}

/** Below this it is something else. */
const doubtful = 0.2

/** The format that the sample is surest of; a mapping by the names of its fields where none is. */
export function told(sample: Sample): Told {
  const sure = [...formats.values()].map(format => rated(format, sample)).filter(({ sure }) => sure >= doubtful)
  const [best, ...others] = [...sure.sort((a, b) => b.sure - a.sure), ...byNames(sample)]
  if (!best) return { format: undefined }
  const rating = ({ format: { id, title }, sure }: typeof best) => ({ id, title, sure })
  return { format: best.format, recognised: { sure: best.sure, others: others.map(rating) } }
}

/** A file may begin with a row of another kind: every row of the sample is asked, and the mean counts. */
export function rated(format: LogFormat, sample: Sample) {
  const asked = sample.records.map((_, k) => format.sniff({ ...sample, records: sample.records.slice(k) }))
  return { format, sure: asked.length === 0 ? 0 : asked.reduce((sum, sure) => sum + sure, 0) / asked.length }
}

function byNames(sample: Sample) {
  const mapping = guessMapping(fieldsOfAll(sample.records))
  return isUsable(mapping) ? [rated(mapped(mapping), sample)] : []
}

/** Fields that any of these records has. */
export const fieldsOfAll = (records: readonly Json[]): string[] => [
  ...new Set(records.flatMap(json => Object.keys(json))),
]
