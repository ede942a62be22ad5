/** What the methods' files tell people, for the parts of the page that come later (scripts/method-words.mjs). */
import { lookUp } from '../core/fail.ts'
import type { Formula, Method, MethodWords } from '../core/method.ts'
import type { ParamSpecs } from '../core/params.ts'
import { ownId } from '../core/recipe-own.ts'
import { ownWords } from './own.ts'
import type { ResolvedMethod } from './resolve.ts'

const files = import.meta.glob<MethodWords>(
  ['./*/*.ts', '!./*/*.test.ts', '!./*/*.golden.ts', '!./*/*.math.ts', '!./golden/**'],
  { eager: true, import: 'default', query: '?words' },
)

/** By id, which is the file's name. */
const words: ReadonlyMap<string, MethodWords> = new Map(
  Object.entries(files).map(([path, told]) => [path.replace(/^.*\/|\.ts$/g, ''), told]),
)

export const wordsOf = (id: string): MethodWords => (id === ownId ? ownWords : lookUp('method', id, words))

/** A method's formula with its symbols. */
export function formulaOf({ id }: Pick<Method, 'id'>): Formula {
  const { formula, symbols } = wordsOf(id)
  return { tex: formula, symbols }
}

/** The specs of a method; one without a note of its own is explained by the formula's symbol that stands for it. */
export function explainedSpecs({ specs, slotOf, regularisers, ...resolved }: ResolvedMethod): ParamSpecs {
  const noteOf = (key: string): string | undefined => {
    const slot = slotOf[key]
    const parts = slot === 'regulariser' ? regularisers : slot && resolved[slot] ? [resolved[slot]] : []
    const told = parts.flatMap(({ owner, part }) => [
      ...Object.values(words.get(owner)?.symbols ?? {}),
      ...('formula' in part && part.formula ? Object.values(part.formula.symbols) : []),
    ])
    const text = told.findLast(({ is }) => is === key)?.text
    return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
  }
  return Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => {
      const note = spec.note ?? noteOf(key)
      return [key, note === undefined ? spec : { ...spec, note }]
    }),
  )
}
