/** What the page asks of the small worker that weighs tokens: the slope of each method's loss, outside of any run. */
import type { Batch } from '../core/batch.ts'
import type { ParamValues } from '../core/params.ts'

export interface WeighAsked {
  readonly asked: number
  readonly method: string
  readonly params: ParamValues
  /** With advantage and credit. */
  readonly batch: Batch
  readonly iteration: number
}

export type WeighAnswer =
  /** [T] how much one unit of each token's log-probability lowers the loss. */
  { readonly asked: number; readonly weight: Float32Array } | { readonly asked: number; readonly failed: string }
