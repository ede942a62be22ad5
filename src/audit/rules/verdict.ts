/** What the search for a rule hands back. */

/** A rule or a method that may have made the advantages, and how well it did. */
export interface Fit {
  readonly name: string
  /** Baseline, spread, epsilon and ddof, or a method's parameters, in words. */
  readonly detail: string
  /** Trainers whose default this is, in words; empty: none that is known here. */
  readonly trainers: string
  /** Its parts by name, for whoever compares: baseline, spread, ddof, epsilon. */
  readonly traits: Readonly<Record<string, string | number | boolean>>
  /** Groups of which every row is met, among those that can tell. */
  readonly met: number
  readonly telling: number
  /**
   * Distance of logged and expected advantage, where single precision leaves no doubt; the largest of a rule that fits is
   * over the rows that it meets.
   */
  readonly largest: number
  readonly median: number
}

/** A row whose logged advantage is not what the rule gives. */
export interface Misfit {
  readonly batch: number
  readonly rollout: number
  readonly logged: number
  readonly expected: number
}

/**
 * `absent`: the log has no advantages; `silent`: they are 0 throughout, as every rule gives here; `none`: no known rule
 * makes them.
 */
export type VerdictKind = 'named' | 'none' | 'silent' | 'absent'

export interface Verdict {
  readonly kind: VerdictKind
  readonly best?: Fit
  /** Rules that fit these numbers as well as `best`. */
  readonly alike: readonly Fit[]
  /** What of `best` the log cannot tell, by trait: epsilon -> 1e-6, 1e-8. */
  readonly open: Readonly<Record<string, readonly (string | number | boolean)[]>>
  /** The nearest of those that do not fit. */
  readonly runnersUp: readonly Fit[]
  readonly misfits: readonly Misfit[]
  /** The groups that the advantages were made with, where they are not the log's. */
  readonly grouping?: RuleGrouping
  /** Decimals that the advantages are rounded to; undefined: single precision. */
  readonly decimals?: number
  /** Where the rule changes from one iteration to another: the verdict on each stretch. */
  readonly stretches: readonly Stretch[]
}

export interface RuleGrouping {
  readonly by: 'prompt' | 'order'
  /** "by every 4 rows, from row 3 on". */
  readonly words: string
  /** Group of each rollout of each batch. */
  readonly groups: readonly (readonly number[])[]
}

export interface Stretch {
  /** Places in `log.batches`. */
  readonly batches: readonly number[]
  readonly verdict: Verdict
}
