/** Which field is what in rows of a shape, as a person has once said; kept in this browser. */
import { isUsable, type Mapping, shapeOf } from '../core/mapping.ts'
import type { RowShape } from '../protocol/import.ts'
import { readPreference, writePreference } from './preferences.ts'

const key = 'mappings'
/** Shapes of which the mapping is remembered. */
const most = 50

type Mappings = Readonly<Record<string, Mapping>>

const isMappings = (value: unknown): value is Mappings =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every(
    one => typeof one === 'object' && one !== null && Object.values(one).every(field => typeof field === 'string'),
  )

const all = (): Mappings => readPreference(key, isMappings, {})

export function rememberedMapping(shape: RowShape): Mapping | undefined {
  const known = all()
  const id = shapeOf(shape.fields)
  const mapping = Object.hasOwn(known, id) ? known[id] : undefined
  return mapping && isUsable(mapping) ? mapping : undefined
}

/** `mapping` undefined: rows of this shape are read as they look, again. */
export function rememberMapping(shape: RowShape, mapping: Mapping | undefined): void {
  const id = shapeOf(shape.fields)
  const others = Object.entries(all()).filter(([known]) => known !== id)
  const own = mapping ? [[id, mapping] as const] : []
  writePreference(key, Object.fromEntries([...others, ...own].slice(-most)))
}
