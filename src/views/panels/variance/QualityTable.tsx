import type { CSSProperties } from 'react'
import type { MeasuredVariance } from '../../../core/gradient-quality.ts'
import type { Recipe } from '../../../core/recipe.ts'
import { nameOf, resolveRecipe } from '../../../methods/index.ts'
import type { VarianceRow } from '../../../protocol/variance.ts'
import { baselineOf, type Measuring } from '../../../store/variance.ts'
import { percent, short } from '../../kit/numbers.ts'
import { type Ends, endsOf, isBiased, measuredOf, span } from './quality.ts'

export const titleOfRecipe = (recipe: Recipe): string => nameOf(resolveRecipe(recipe))

/** A row per estimator: its numbers, and the same as dots on two axes. The first row is the run's own. */
export function QualityTable({ measuring }: { readonly measuring: Measuring }) {
  const { recipes, rows, repeats } = measuring
  const ends = endsOf(rows.flatMap(row => measuredOf(row) ?? []))
  return (
    <>
      <table className="quality">
        <thead>
          <tr>
            <th scope="col">Estimator</th>
            <th scope="col">Bias</th>
            <AxisHead end={ends.bias} />
            <th scope="col">Noise</th>
            <AxisHead end={ends.noise} />
          </tr>
        </thead>
        <tbody>
          {recipes.map((recipe, i) => (
            <tr key={JSON.stringify(recipe)} data-own={i === 0 || undefined}>
              <th scope="row">
                {titleOfRecipe(recipe)} <span className="panel-note">{saysOf(recipe, i === 0)}</span>
              </th>
              <Cells row={rows[i]} repeats={repeats} ends={ends} />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="panel-note">
        Both as shares of the exact gradient’s length, after the scale that suits each method best. Dot: the value; bar:{' '}
        {span} standard errors to either side. Upright mark: the distance that noise alone leaves after {repeats}{' '}
        batches; a dot near it shows no bias.
      </p>
    </>
  )
}

const saysOf = (recipe: Recipe, isOwn: boolean): string =>
  [isOwn ? 'this run' : '', baselineOf(recipe) ?? ''].filter(Boolean).join(', ')

/** Both axes begin at 0. */
const AxisHead = ({ end }: { readonly end: number }) => (
  <td className="quality-axis" aria-hidden="true">
    <span className="number">0</span>
    <span className="number">{short(end)}</span>
  </td>
)

interface CellsProps {
  readonly row: VarianceRow | undefined
  readonly repeats: number
  readonly ends: Ends
}

function Cells({ row, repeats, ends }: CellsProps) {
  const measured = measuredOf(row)
  if (measured) return <MeasuredCells measured={measured} ends={ends} />
  return (
    <td colSpan={4} className="panel-note">
      {row && 'failed' in row
        ? row.failed
        : row && 'done' in row && row.done > 0
          ? percent(row.done / repeats)
          : 'open'}
    </td>
  )
}

function MeasuredCells({ measured, ends }: { readonly measured: MeasuredVariance; readonly ends: Ends }) {
  const { quality, error } = measured
  return (
    <>
      <td>
        <span className="number">{short(quality.bias)}</span>{' '}
        <span className="quality-verdict">{isBiased(measured) ? 'biased' : 'within noise'}</span>
      </td>
      <Track value={quality.bias} error={error.bias} end={ends.bias} mark={quality.noiseInMean} />
      <td className="number">{short(quality.noise)}</td>
      <Track value={quality.noise} error={error.noise} end={ends.noise} />
    </>
  )
}

interface TrackProps {
  readonly value: number
  readonly error: number
  readonly end: number
  readonly mark?: number
}

/** A dot with its bar; the numbers stand beside it and in the data table. */
function Track({ value, error, end, mark }: TrackProps) {
  if (!Number.isFinite(value)) return <td aria-hidden="true" />
  const [low, high] = [Math.max(0, value - span * error), value + span * error]
  return (
    <td className="quality-track" aria-hidden="true">
      <span className="quality-line">
        {mark !== undefined && <i className="quality-mark" style={at(mark / end)} />}
        <i className="quality-bar" style={{ ...at(low / end), width: share((high - low) / end) }} />
        <i className="quality-dot" style={at(value / end)} />
      </span>
    </td>
  )
}

const share = (part: number): string => `${100 * part}%`
const at = (part: number): CSSProperties => ({ left: share(part) })
