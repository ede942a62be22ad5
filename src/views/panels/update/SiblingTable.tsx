import { useMemo } from 'react'
import type { Spot } from '../../kit/locate.ts'
import { fixed, signed } from '../../kit/numbers.ts'
import { useRovingFocus } from '../../kit/useRovingFocus.ts'
import { VerdictMark, verdictOf } from '../../kit/verdict.tsx'
import type { PanelProps } from '../../panel.ts'
import { cellsOf, headsOf } from './cells.tsx'
import { RowTokens } from './RowTokens.tsx'
import type { SceneId, Told } from './scenes.ts'
import { effectOf, restOf, type SiblingRow, siblingNames } from './siblings.ts'
import { tintOf } from './tint.ts'

/** Rows beyond these are folded into a sentence. */
const mostRows = 24

interface SiblingTableProps extends PanelProps {
  readonly told: Told
  readonly scene: SceneId
  readonly place: Spot
}

/** The group's different responses, always in the same order, with what the scene says of each. */
export function SiblingTable(props: SiblingTableProps) {
  const { snapshot, told, scene, place } = props
  const { rows } = told
  const tint = useMemo(() => tintOf(scene, told), [scene, told])
  const container = useRovingFocus(`${place.row} ${place.token}`)
  const current = rows.find(({ siblings }) => siblings.includes(place.rollout))
  const shown = rows.slice(0, mostRows)
  const selectRow = (row: SiblingRow, token = place.token) =>
    props.onSelect({
      group: place.group,
      rollout: row.siblings.includes(place.rollout) ? place.rollout : row.siblings[0]!,
      token,
    })
  const step = (row: SiblingRow, by: -1 | 1) => {
    const next = shown[shown.indexOf(row) + by]
    if (next) selectRow(next)
  }
  return (
    <div className="update-table" ref={container}>
      <table data-scene={scene}>
        <thead>
          <tr>
            <th scope="col">sibling</th>
            <th scope="col" className="visually-hidden-head">
              <span className="visually-hidden">verdict</span>
            </th>
            <th scope="col">{tint.label === '' ? 'response' : `tokens by ${tint.label}`}</th>
            {headsOf(scene).map(head => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, i) => (
            <tr
              key={row.row}
              data-current={row === current || undefined}
              data-against={isFramed(scene, told, row) || undefined}
            >
              <th scope="row">
                <button
                  type="button"
                  className="update-sibling"
                  aria-pressed={row === current}
                  onClick={() => selectRow(row)}
                >
                  {siblingNames(row)}
                </button>
              </th>
              <td>
                <VerdictMark verdict={verdictOf(snapshot.batch, row.row)} />
              </td>
              <td className="update-tokens">
                <RowTokens
                  {...props}
                  row={row}
                  above={scene === 'sample' ? shown[i - 1] : undefined}
                  tint={tint}
                  selected={row === current ? place.token : undefined}
                  onToken={token => selectRow(row, token)}
                  onRow={by => step(row, by)}
                />
              </td>
              {cellsOf(scene, told, row).map((cell, k) => (
                <td key={headsOf(scene)[k]} data-label={headsOf(scene)[k]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > mostRows && (
        <p className="panel-note">{rows.length - mostRows} more different responses are not listed.</p>
      )}
      {scene === 'effect' && told.motion && told.motion.passes.length > 0 && <Unsaid {...told} />}
    </div>
  )
}

const isFramed = (scene: SceneId, { motion, scale }: Told, row: SiblingRow): boolean =>
  scene === 'effect' && motion !== undefined && effectOf(row, motion, scale).isAgainst

/** What nobody said had a probability too. */
function Unsaid({ motion, rows, scale }: Told) {
  if (!motion) return null
  const effects = rows.map(row => effectOf(row, motion, scale))
  const [before, after] = [restOf(effects, 'before'), restOf(effects, 'after')]
  return (
    <p className="panel-note">
      Everything that nobody said: probability <span className="number">{fixed(before, 3)}</span> →{' '}
      <span className="number">{fixed(after, 3)}</span> ({signed(after - before, 3)}).
    </p>
  )
}
