/** What the page asks of the small worker that draws pictures of methods, and what comes back. Outside of any run. */
import type { ParamValues } from '../core/params.ts'
import type { Taken } from '../core/slots.ts'
import type { Drawn, FigureId } from '../figures/index.ts'

export interface FigureRequest {
  readonly figure: FigureId
  readonly method: string
  readonly taken?: Taken
  /** Overrides of the method's parameters and of the picture's settings; absent keys take their default. */
  readonly params: ParamValues
  readonly settings: ParamValues
}

export interface FigureAsked extends FigureRequest {
  readonly asked: number
}

export type FigureAnswer =
  | { readonly asked: number; readonly drawn: Drawn }
  | { readonly asked: number; readonly failed: string }
