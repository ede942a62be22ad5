import { type ReactNode, useMemo, useState } from 'react'
import type { ParamSpecs, ParamValues } from '../../core/params.ts'
import { type FigureId, type FigureKind, figureKinds } from '../../figures/index.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { titleOf } from '../../methods/index.ts'
import type { FigureRequest } from '../../protocol/figures.ts'
import { DataTable } from '../kit/DataTable.tsx'
import { short } from '../kit/numbers.ts'
import { Knobs } from './Knobs.tsx'
import { Overlays } from './Overlays.tsx'
import { Plot } from './Plot.tsx'
import { type Named, strokesOf } from './plot.ts'
import { type Held, useDrawn } from './useDrawn.ts'
import './figures.css'

interface FigureCardProps {
  readonly figure: FigureId
  readonly method: ResolvedMethod
  /** Of the run that is shown; absent on the method's page, where sliders set them. */
  readonly params?: ParamValues
  /** Methods that are laid over it at first. */
  readonly beside?: readonly string[]
}

/** A picture with its sliders, other methods laid over it, exact values at the cursor, and the numbers behind it. */
export function FigureCard({ figure, method, params, beside = [] }: FigureCardProps) {
  const kind: FigureKind = figureKinds[figure]
  const [own, setOwn] = useState<ParamValues>({})
  const [others, setOthers] = useState(beside)
  const opening = useMemo(() => settingsOf(kind, method, params), [kind, method, params])
  const [changed, setChanged] = useState<ParamValues>({})
  const settings = { ...opening, ...changed }
  const { id } = method.method
  const request = (of: string, values: ParamValues): FigureRequest => ({ figure, method: of, params: values, settings })
  const mine = { ...request(id, params ?? own), ...(Object.keys(method.taken).length > 0 && { taken: method.taken }) }
  const held = useDrawn([mine, ...others.map(other => request(other, {}))])
  const knobs = params ? {} : knobsOf(kind, method)
  return (
    <figure className="figure" aria-busy={held.some(({ isCurrent }) => !isCurrent) || undefined}>
      <figcaption>
        <b>{kind.title}</b>
        <p className="panel-note">{kind.says}</p>
      </figcaption>
      <Drawing kind={kind} titles={[method.method.title, ...others.map(titleOf)]} held={held}>
        {!params && kind.overlays !== false && <Overlays kind={kind} own={id} chosen={others} onChoose={setOthers} />}
        <Knobs name={figure} specs={knobs} values={own} onValues={setOwn} />
        <Knobs
          name={`${figure}-made-up`}
          title="The made-up batch"
          specs={kind.settings}
          base={opening}
          values={changed}
          onValues={setChanged}
        />
      </Drawing>
    </figure>
  )
}

/** At which the picture opens for these parameters. */
const settingsOf = ({ start }: FigureKind, { specs }: ResolvedMethod, params: ParamValues = {}): ParamValues =>
  start?.({ ...Object.fromEntries(Object.entries(specs).map(([key, spec]) => [key, spec.default])), ...params }) ?? {}

/** Parameters of the slot that is drawn, without those that the house adds to every method. */
function knobsOf({ slot }: FigureKind, { specs, slotOf, weighting, [slot]: filled }: ResolvedMethod): ParamSpecs {
  const isOwn = (key: string) => slotOf[key] === slot && !(key in weighting.params) && filled !== undefined
  return Object.fromEntries(Object.entries(specs).filter(([key]) => isOwn(key)))
}

interface DrawingProps {
  readonly kind: FigureKind
  readonly titles: readonly string[]
  readonly held: readonly Held[]
  /** Controls, between the picture and its numbers. */
  readonly children: ReactNode
}

function Drawing({ kind, titles, held, children }: DrawingProps) {
  const named = held.flatMap(({ outcome }, k) =>
    outcome && 'drawn' in outcome ? [{ title: titles[k] ?? '', drawn: outcome.drawn }] : [],
  )
  const failed = held.flatMap(({ outcome }) => (outcome && 'failed' in outcome ? [outcome.failed] : []))
  const [first] = named
  // Of curves over other places (a picture that is just being drawn anew) nothing can be said side by side.
  const alike = named.filter(({ drawn }) => drawn.x.length === first?.drawn.x.length)
  const strokes = strokesOf(alike)
  const { x = [], below } = first?.drawn ?? {}
  const curves = ({ drawn: { lines } }: Named) => JSON.stringify(lines.map(({ values }) => values))
  const twin = alike.slice(1).find(other => first && curves(other) === curves(first))?.title
  return (
    <>
      {first ? (
        <Plot kind={kind} x={x} below={below} strokes={strokes} />
      ) : (
        <div className="plot-wait" aria-hidden="true" />
      )}
      {twin !== undefined && (
        <p className="panel-note">At these settings its curves are those of {twin}: move a slider.</p>
      )}
      {failed.map(why => (
        <p key={why} className="warning-text">
          Cannot be drawn at these settings. {why}
        </p>
      ))}
      {children}
      {first && (
        <DataTable
          label={kind.title}
          head={[kind.x, ...(below ? [below.label] : []), ...strokes.map(({ name }) => name)]}
          rows={() =>
            x.map((value, k) => [
              short(value),
              ...(below ? [short(below.values[k] ?? Number.NaN)] : []),
              ...strokes.map(({ values }) => short(values[k] ?? Number.NaN)),
            ])
          }
        />
      )}
    </>
  )
}
