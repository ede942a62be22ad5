/** Rewards as logs have them: one, several parts, or none where nothing could score. */

import { show } from '../core/show.ts'
import { type Fields, isNumber, type Json } from './exchange-fields.ts'
import { numberFrom } from './values.ts'

/** A reward: NaN for null, and for what is no number, which is told. Undefined where the field is absent. */
export function rewardFrom(fields: Fields, field: string): number | undefined {
  const value = fields.json[field]
  if (value === undefined) return undefined
  const number = numberFrom(value)
  if (number !== undefined || isMissing(value)) return number ?? Number.NaN
  fields.problem(field, 'a number', show(value), 'Read as a reward that is missing.')
  return Number.NaN
}

const isMissing = (value: unknown): boolean => value === null || Number.isNaN(value) || value === 'nan' || value === ''

/** The numbers among these fields; NaN where one is null in this row. */
export const partsFrom = (json: Json, fields: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    fields.flatMap(field => {
      const value = json[field]
      return value === undefined ? [] : [[field, isNumber(value) ? value : Number.NaN]]
    }),
  )

/** The weighted sum of what could be scored; NaN where nothing could. */
export function sumOf(parts: Readonly<Record<string, number>>, weights: Readonly<Record<string, number>> = {}): number {
  const held = Object.entries(parts).filter(([, value]) => !Number.isNaN(value))
  if (held.length === 0) return Number.NaN
  return held.reduce((total, [name, value]) => total + value * (weights[name] ?? 1), 0)
}
