/** What the methods' files tell people, for the parts of the page that come later (scripts/method-words.mjs). */
import { lookUp } from '../core/fail.ts'
import type { MethodWords } from '../core/method.ts'

const files = import.meta.glob<MethodWords>(
  ['./*/*.ts', '!./*/*.test.ts', '!./*/*.golden.ts', '!./*/*.math.ts', '!./golden/**'],
  { eager: true, import: 'default', query: '?words' },
)

/** By id, which is the file's name. */
const words: ReadonlyMap<string, MethodWords> = new Map(
  Object.entries(files).map(([path, told]) => [path.replace(/^.*\/|\.ts$/g, ''), told]),
)

export const wordsOf = (id: string): MethodWords => lookUp('method', id, words)
