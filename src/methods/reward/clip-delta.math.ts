/** What steps are paid for judgements, so that more steps do not pay more (arXiv 2410.15115). */

export const forms = ['sum', 'clip', 'delta', 'clip, then delta'] as const
export type Form = (typeof forms)[number]

/** At most 0: a step can only lose, by as much as its judgement lies below the threshold. */
export const clipped = (judgements: readonly number[], threshold: number): number[] =>
  judgements.map(p => Math.min(p - threshold, 0))

/** What a step is above the next one; nothing for the last. What is still to come at any earlier step sums to its own judgement. */
export const deltas = (judgements: readonly number[]): number[] =>
  judgements.map((p, k) => {
    if (k === judgements.length - 1) return 0
    return k === judgements.length - 2 ? p : p - judgements[k + 1]!
  })

export function payOf(form: Form, judgements: readonly number[], threshold: number): readonly number[] {
  switch (form) {
    case 'sum':
      return judgements
    case 'clip':
      return clipped(judgements, threshold)
    case 'delta':
      return deltas(judgements)
    case 'clip, then delta':
      return deltas(clipped(judgements, threshold))
  }
}
