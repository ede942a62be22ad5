/** Methods that compute, for parts of the page that come later: its first scripts have none (scripts/method-words.mjs). */
import type { Batch } from '../core/batch.ts'
import type { Method } from '../core/method.ts'
import { type Entry, measure, type Outcome } from './bench.ts'
import { type ResolvedMethod, resolve } from './index.ts'
import type { Registry } from './specs.ts'

const files = import.meta.glob<Method>(
  ['./*/*.ts', '!./*/*.test.ts', '!./*/*.golden.ts', '!./*/*.math.ts', '!./golden/**'],
  { eager: true, import: 'default', query: '?whole' },
)

const whole: Registry = new Map(Object.values(files).map(method => [method.id, method]))

/** The same method, computing; one that was written here always does, its borrowed slots now too. */
export const wholeOf = ({ method, taken }: Pick<ResolvedMethod, 'method' | 'taken'>): ResolvedMethod =>
  resolve(whole.get(method.id) ?? method, whole, taken)

/** `measure` of methods/bench.ts with a method as the page knows it. */
export function measureWhole(entry: Entry, batch: Batch, iteration: number): Outcome {
  const outcome = measure({ ...entry, method: wholeOf(entry.method) }, batch, iteration)
  return { ...outcome, entry }
}
