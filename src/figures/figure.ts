/** What a picture is: curves over one axis, computed by a method's own parts on a made-up batch. */
import type { Slot, Tf } from '../core/method.ts'
import { type ParamSpecs, type ParamValues, type Values, valuesOf } from '../core/params.ts'
import type { ResolvedMethod } from '../methods/index.ts'

export interface Line {
  /** What it is of: "right answers". Pictures that compare methods put the method's title before it. */
  readonly name: string
  /** One value per x; NaN where there is nothing to show. */
  readonly values: readonly number[]
}

export interface Drawn {
  readonly x: readonly number[]
  readonly lines: readonly Line[]
  /** A second scale below the first: the same places, said otherwise. */
  readonly below?: { readonly label: string; readonly values: readonly number[] }
}

export interface FigureKind {
  readonly slot: Slot
  readonly title: string
  /** What is drawn and what is held still, in one or two sentences. */
  readonly says: string
  readonly x: string
  readonly y: string
  /** Between two places of x lies nothing: dots instead of lines. */
  readonly discrete?: true
  readonly scale?: 'log'
  /** False where the lines are already a comparison; other methods are not laid over it. */
  readonly overlays?: false
  /** What the made-up batch is like; drawn as sliders beside the method's own parameters. */
  readonly settings: ParamSpecs
  /** Settings at which these parameters show what they do; omitted: the defaults. */
  readonly start?: (params: ParamValues) => ParamValues
  /** Whether this method can be drawn so. */
  readonly fits: (method: ResolvedMethod) => boolean
  /** True where nothing can be seen in it at these parameters; then it is drawn only of a method's leading idea. */
  readonly idle?: (method: ResolvedMethod, params: ParamValues) => boolean
  readonly draw: (
    tools: Tools,
    method: ResolvedMethod,
    params: ParamValues,
    settings: ParamValues,
  ) => Drawn | Promise<Drawn>
}

export interface Tools {
  readonly tf: Tf
}

/** A kind with the types of its settings. */
export const figure = <const P extends ParamSpecs>(
  kind: Omit<FigureKind, 'settings' | 'draw'> & {
    readonly settings: P
    readonly draw: (
      tools: Tools,
      method: ResolvedMethod,
      params: ParamValues,
      settings: Values<P>,
    ) => Drawn | Promise<Drawn>
  },
): FigureKind => ({
  ...kind,
  // The one place where the settings' types are erased: they have just been made legal for these very specs.
  draw: (tools, method, params, settings) =>
    kind.draw(tools, method, params, valuesOf(kind.settings, settings) as Values<P>),
})

/** Numbers from `low` to `high`, both included. */
export const grid = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1))

/** The same in equal factors. */
export const factors = (low: number, high: number, count: number): number[] =>
  grid(Math.log(low), Math.log(high), count).map(Math.exp)
