/** What the page asks of the worker that runs estimators of one's own, and what comes back. Outside of any run. */
import type { Batch } from '../core/batch.ts'
import type { OwnColumn } from '../methods/own.ts'
import type { Check, Twin } from '../own/checks.ts'
import type { Fault } from '../own/sandbox.ts'

export interface OwnAsked {
  readonly asked: number
  readonly source: string
  /** Of the rollouts that have a reward. */
  readonly batch: Batch
  /** Whether it is to be tried on random groups too. */
  readonly isTried: boolean
}

export type OwnAnswer = { readonly asked: number } & (
  | { readonly column: OwnColumn; readonly checks: readonly Check[]; readonly twins: readonly Twin[] }
  | { readonly fault: Fault }
)
