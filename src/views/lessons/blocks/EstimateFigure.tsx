import { useState } from 'react'
import { figureWords } from '../../../core/claim-words.ts'
import type { EstimateBlock, EstimateRow } from '../../../core/lesson.ts'
import { Bar, Signed } from '../../kit/Bar.tsx'
import { signed } from '../../kit/numbers.ts'
import { advantagesHere, estimated } from '../estimated.ts'
import { Line } from '../Prose.tsx'

/** A few written responses under several methods, side by side. Rewards may be changed; the numbers follow. */
export function EstimateFigure({ block }: { readonly block: EstimateBlock }) {
  const [rows, setRows] = useState(block.rows)
  const isEdited = rows !== block.rows
  const columns = block.arms.map(arm => ({ ...arm, advantages: advantagesHere(rows, arm) }))
  const limit = Math.max(...columns.flatMap(({ advantages }) => [...advantages].map(Math.abs)))
  const change = (at: number, reward: number) => setRows(rows.map((row, i) => (i === at ? { ...row, reward } : row)))
  return (
    <figure className="lesson-figure">
      <div className="lesson-scroll">
        <table className="lesson-table">
          <thead>
            <tr>
              <th scope="col">group</th>
              <th scope="col">reward</th>
              {columns.map(({ id, label }) => (
                <th key={id} scope="col" colSpan={2}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows stand still.
              <tr key={at}>
                <th scope="row">{rows[at - 1]?.group === row.group ? '' : row.group}</th>
                <td>
                  <Reward row={row} at={at} isFixed={!block.editable.includes('reward')} onReward={change} />
                </td>
                {columns.map(({ id, advantages }) => [
                  <td key={`${id} bar`} className="lesson-bar">
                    <Bar value={advantages[at] ?? 0} limit={limit} />
                  </td>,
                  <td key={id}>
                    <Signed value={advantages[at] ?? 0} text={signed(advantages[at] ?? 0, 3)} />
                  </td>,
                ])}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!isEdited && (
        <ul className="lesson-claims">
          {block.claims.map(({ id, says, of }) => (
            <li key={id}>{says.replaceAll('{figure}', figureWords(estimated(block, of)))}</li>
          ))}
        </ul>
      )}
      <figcaption>
        <Line text={block.caption} />{' '}
        {isEdited && (
          <button type="button" className="button button-small" onClick={() => setRows(block.rows)}>
            As it was
          </button>
        )}
      </figcaption>
    </figure>
  )
}

interface RewardProps {
  readonly row: EstimateRow
  readonly at: number
  readonly isFixed: boolean
  readonly onReward: (at: number, reward: number) => void
}

function Reward({ row, at, isFixed, onReward }: RewardProps) {
  if (isFixed) return <span className="number">{row.reward}</span>
  return (
    <input
      type="number"
      className="number-field"
      step="any"
      aria-label={`Reward of response ${at + 1}`}
      value={row.reward}
      onChange={({ target }) => Number.isFinite(target.valueAsNumber) && onReward(at, target.valueAsNumber)}
    />
  )
}
