/** What is wrong with a file, told so that a thousand lines with one fault are one line. */

import { PlaygroundError } from '../core/fail.ts'
import { bounded, show } from '../core/show.ts'

/** Lines that are named per kind, and kinds that are told. */
const [mostLines, mostKinds] = [5, 20]

const fieldOf = ({ where }: PlaygroundError): string => where.replace(/line \d+/, 'line').replace(/\[\d+\]/g, '[]')
const lineOf = ({ where }: PlaygroundError): string | undefined => /line (\d+)/.exec(where)?.[1]

/** One sentence per kind of problem: the first of its kind in full, and on which other lines it stands. */
export function byKind(problems: readonly PlaygroundError[]): string[] {
  const kinds = new Map<string, PlaygroundError[]>()
  for (const problem of problems) {
    const key = `${fieldOf(problem)} ${problem.expected.replace(/\d+/g, '#')} ${problem.cure}`
    kinds.set(key, [...(kinds.get(key) ?? []), problem])
  }
  const told = [...kinds.values()].slice(0, mostKinds).map(([first, ...others]) => `${first?.message}${more(others)}`)
  return kinds.size > mostKinds ? [...told, `And ${kinds.size - mostKinds} more kinds of problems.`] : told
}

function more(others: readonly PlaygroundError[]): string {
  if (others.length === 0) return ''
  const lines = [...new Set(others.flatMap(problem => lineOf(problem) ?? []))]
  const named = lines.slice(0, mostLines).join(', ')
  const rest = lines.length > mostLines ? ', ...' : ''
  return ` (${others.length} more like this${named && `: line ${named}${rest}`})`
}

/** Everything that is wrong with a file, one house error per place. */
export class ExchangeError extends Error {
  constructor(readonly problems: readonly PlaygroundError[]) {
    super(byKind(problems).join('\n'))
    this.name = 'ExchangeError'
  }

  /** The same with the name of the file before every place. */
  in = (file: string): ExchangeError =>
    new ExchangeError(
      this.problems.map(
        ({ where, expected, got, cure }) => new PlaygroundError(`${bounded(file, 200)} ${where}`, expected, got, cure),
      ),
    )
}

/** Field names as a sentence may hold them. */
export const namesOf = (fields: readonly string[]): string => {
  const named = fields.slice(0, mostKinds).map(field => (/^[\w.[\]]{1,40}$/.test(field) ? field : show(field)))
  return named.join(', ') + (fields.length > mostKinds ? ` and ${fields.length - mostKinds} more` : '')
}
