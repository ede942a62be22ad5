/** What the comparison of one function came to, and the table of all. */

export interface Tally {
  readonly framework: string
  readonly function: string
  readonly cases: number
  readonly agree: number
  /** Cases that differ for a reason that is known and is the framework's own. */
  readonly explained: number
  /** The framework raised an error, or answered NaN. */
  readonly refused: number
  /** Largest error among the cases that agree, relative to the largest number of its case. */
  readonly error: number
  /** One sentence per kind of disagreement, with an example. */
  readonly reasons: readonly string[]
}

/** What became of one case. */
export type Outcome =
  | { readonly kind: 'explained'; readonly reason: string }
  | { readonly kind: 'agrees'; readonly error: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'differs'; readonly reason: string }

/** Where single precision shows: what the error may be, and whose it is. */
const coarse: readonly { readonly of: RegExp; readonly error: number; readonly reason: string }[] = [
  { of: /^verl adv (gdpo|grpo_vectorized)$/, error: 0.1, reason: 'the framework computes in single precision' },
  { of: /^trl advantages/, error: 0.02, reason: 'rewards that nearly agree: ours and their sums are single precision' },
  {
    of: /^trl dapo, top entropy$/,
    error: 2,
    reason: 'a threshold that falls on a token: torch.quantile in single precision may put it above',
  },
  { of: /normalised$/, error: 1e-3, reason: 'rewards that nearly agree, divided by their spread in single precision' },
]

/** What a difference of this size means for this function. */
export function outcomeOf(name: string, error: number, seen: string): Outcome {
  if (error <= tolerance) return { kind: 'agrees', error }
  const known = coarse.find(({ of, error: limit }) => of.test(name) && error <= limit)
  return known ? { kind: 'explained', reason: known.reason } : { kind: 'differs', reason: seen }
}

/** Numbers that differ by less than this, relative to the largest of their kind in the case, are equal: ours are single precision. */
const tolerance = 1e-4

export function tallyOf(framework: string, name: string, outcomes: readonly Outcome[]): Tally {
  const reasons = outcomes.flatMap(outcome => ('reason' in outcome ? [outcome.reason] : []))
  const errors = outcomes.flatMap(outcome => (outcome.kind === 'agrees' ? [outcome.error] : []))
  return {
    framework,
    function: name,
    cases: outcomes.length,
    agree: errors.length,
    explained: outcomes.filter(({ kind }) => kind === 'explained').length,
    refused: outcomes.filter(({ kind }) => kind === 'refused').length,
    error: Math.max(0, ...errors),
    reasons: [...new Set(reasons)].slice(0, 2),
  }
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`

/** Markdown. */
export function tableOf(tallies: readonly Tally[]): string {
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0)
  const rows = tallies.map(({ framework, function: name, cases, agree, explained, refused, error, reasons }) =>
    row([
      framework,
      name,
      cases,
      agree,
      explained || '',
      refused || '',
      error === 0 ? '0' : error.toExponential(0),
      reasons.join(' · ').replaceAll('|', '/'),
    ]),
  )
  return [
    row(['framework', 'function', 'cases', 'agree', 'explained', 'refused', 'largest error', 'reason']),
    row(['---', '---', '---:', '---:', '---:', '---:', '---:', '---']),
    ...rows,
    row([
      'all',
      tallies.length,
      sum(({ cases }) => cases),
      sum(({ agree }) => agree),
      sum(({ explained }) => explained),
      sum(({ refused }) => refused),
      '',
      '',
    ]),
  ].join('\n')
}

/** The largest difference of two answers, relative to the largest number expected (at least 0.01); NaN never agrees. */
export function errorOf(expected: unknown, got: unknown): number {
  const [wanted, had] = [numbersOf(expected), numbersOf(got)]
  if (wanted.length !== had.length) return Number.POSITIVE_INFINITY
  const largest = Math.max(0.01, ...wanted.map(Math.abs))
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
