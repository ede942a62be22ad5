/** What the comparison of one function came to, and the table of all. */

export interface Tally {
  readonly framework: string
  readonly function: string
  readonly cases: number
  readonly agree: number
  /** The framework raised an error, or answered NaN. */
  readonly refused: number
  /** Largest error among the cases that agree, relative to the largest number of its case. */
  readonly error: number
  /** One sentence per kind of disagreement, with an example. */
  readonly reasons: readonly string[]
}

/** What became of one case. */
export type Outcome =
  | { readonly kind: 'agrees'; readonly error: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'differs'; readonly reason: string }

/** Numbers that differ by less than this, relative to the largest number of their case, are equal: ours are single precision. */
export const tolerance = 1e-4

export function tallyOf(framework: string, name: string, outcomes: readonly Outcome[]): Tally {
  const reasons = outcomes.flatMap(outcome => (outcome.kind === 'differs' ? [outcome.reason] : []))
  const errors = outcomes.flatMap(outcome => (outcome.kind === 'agrees' ? [outcome.error] : []))
  return {
    framework,
    function: name,
    cases: outcomes.length,
    agree: errors.length,
    refused: outcomes.filter(({ kind }) => kind === 'refused').length,
    error: Math.max(0, ...errors),
    reasons: [...new Set(reasons)].slice(0, 2),
  }
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`

/** Markdown. */
export function tableOf(tallies: readonly Tally[]): string {
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0)
  const rows = tallies.map(({ framework, function: name, cases, agree, refused, error, reasons }) =>
    row([
      framework,
      name,
      cases,
      agree,
      refused || '',
      error === 0 ? '0' : error.toExponential(0),
      reasons.join(' · ').replaceAll('|', '/'),
    ]),
  )
  return [
    row(['framework', 'function', 'cases', 'agree', 'refused', 'largest error', 'reason']),
    row(['---', '---', '---:', '---:', '---:', '---:', '---']),
    ...rows,
    row([
      'all',
      tallies.length,
      sum(({ cases }) => cases),
      sum(({ agree }) => agree),
      sum(({ refused }) => refused),
      '',
      '',
    ]),
  ].join('\n')
}

/** The largest difference of two answers, relative to the largest number expected (at least 1); NaN never agrees. */
export function errorOf(expected: unknown, got: unknown): number {
  const [wanted, had] = [numbersOf(expected), numbersOf(got)]
  if (wanted.length !== had.length) return Number.POSITIVE_INFINITY
  const largest = Math.max(1, ...wanted.map(Math.abs))
  return Math.max(0, ...wanted.map((value, k) => Math.abs(value - had[k]!))) / largest
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  if (typeof value === 'boolean') return [value ? 1 : 0]
  if (value === null) return [Number.NaN]
  if (Array.isArray(value)) return value.flatMap(numbersOf)
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array)
  return [Number.NaN]
}

export const hasNaN = (value: unknown): boolean => numbersOf(value).some(Number.isNaN)
