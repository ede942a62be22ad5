/** What the page asks of the worker that measures gradients, and what comes back. Outside of any run. */
import type { MeasuredVariance } from '../core/gradient-quality.ts'
import type { Recipe } from '../core/recipe.ts'

export interface VarianceRequest {
  readonly recipes: readonly Recipe[]
  /** Batches for each of them. */
  readonly repeats: number
}

/** Of one recipe: how many batches are drawn, or what came of it, or why nothing did. */
export type VarianceRow =
  | { readonly done: number }
  | { readonly measured: MeasuredVariance }
  | { readonly failed: string }

export interface VarianceAnswer {
  /** Which of the recipes. */
  readonly place: number
  readonly row: VarianceRow
}
