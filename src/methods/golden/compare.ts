/** Compares what our code made with what a golden file says, number by number. */
import { number } from './harness.ts'

export interface Comparison {
  readonly tolerance: number
  /** Paths that are left out: `metrics.kl`. */
  readonly skip: (path: string) => boolean
}

/** One sentence per difference; none when everything agrees. A number may differ by tolerance * (1 + |expected|). */
export function differences(path: string, expected: unknown, got: unknown, how: Comparison): string[] {
  if (how.skip(path)) return []
  if (Array.isArray(expected)) {
    if (!isList(got)) return [`${path}: expected a list of ${expected.length}, got ${show(got)}`]
    const items = Array.from(got)
    if (items.length !== expected.length) return [`${path}: expected ${expected.length} entries, got ${items.length}`]
    return expected.flatMap((item, k) => differences(`${path}[${k}]`, item, items[k], how))
  }
  if (isRecord(expected)) {
    if (!isRecord(got)) return [`${path}: expected an object, got ${show(got)}`]
    return Object.entries(expected).flatMap(([key, item]) => differences(`${path}.${key}`, item, got[key], how))
  }
  if (typeof expected === 'string' && !/^-?inf$/.test(expected)) {
    return expected === got ? [] : [`${path}: expected ${show(expected)}, got ${show(got)}`]
  }
  if (typeof got !== 'number' && typeof got !== 'boolean' && got !== null)
    return [`${path}: expected a number, got ${show(got)}`]
  const [want, have] = [number(expected), number(got)]
  if (Object.is(want, have) || want === have) return []
  const near = Math.abs(want - have) <= how.tolerance * (1 + Math.abs(want))
  return near ? [] : [`${path}: expected ${want}, got ${have}`]
}

const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || ArrayBuffer.isView(value)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isList(value)
const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60))
