import { cellStyle } from '../../kit/colours.ts'
import { fixed } from '../../kit/numbers.ts'
import { VerdictMark, verdictOf } from '../../kit/verdict.tsx'
import type { PanelProps } from '../../panel.ts'
import type { Bench } from './BenchPanel.tsx'
import { Step } from './Head.tsx'
import { cellOf, mostColumns } from './matrix.ts'
import { RewardSlider, rewardRange } from './RewardRow.tsx'
import { RowHead } from './RowHead.tsx'

interface OneResponseProps extends Pick<PanelProps, 'onSelect'> {
  readonly bench: Bench
}

/** On a narrow screen: methods down, one response at a time. */
export function OneResponse({ bench, onSelect }: OneResponseProps) {
  const { matrix, place, batch, editing, look } = bench
  const column = (look.quantity === 'credit' ? place.token : place.rollout) % mostColumns
  const shown = matrix.rows.map(row => ({ row, cell: cellOf(matrix, row, column, look.isDifference) }))
  const reward = batch.reward[place.row]!
  return (
    <div className="bench-one">
      <div className="bench-one-head">
        <Step
          name="Previous response"
          sign="‹"
          isOff={place.rollout === 0}
          onStep={() => onSelect({ rollout: place.rollout - 1 })}
        />
        <strong>
          response {place.rollout + 1} <VerdictMark verdict={verdictOf(batch, place.row)} />
        </strong>
        <Step
          name="Next response"
          sign="›"
          isOff={place.rollout >= place.members.length - 1}
          onStep={() => onSelect({ rollout: place.rollout + 1 })}
        />
      </div>
      <div className="bench-one-reward">
        reward <span className="number">{fixed(reward)}</span>
        <RewardSlider
          range={rewardRange(bench)}
          label={`Reward of response ${place.rollout + 1}`}
          value={reward}
          isStop
          onReward={value => editing.edit({ kind: 'reward', row: place.row, value })}
        />
      </div>
      <table className="bench-list">
        <caption className="visually-hidden">
          {look.quantity} of response {place.rollout + 1} under each method
        </caption>
        <tbody>
          {shown.map(({ row, cell }) => (
            <tr key={row.entry.key}>
              <RowHead bench={bench} row={row} />
              <td className="number">{cell ? cell.text : (row.because ?? '')}</td>
              <td aria-hidden="true">
                {cell && matrix.limit > 0 && (
                  <span
                    className="bench-bar"
                    data-sign={cell.value < 0 ? 'negative' : 'positive'}
                    style={cellStyle({ sign: 1, weight: Math.min(1, Math.abs(cell.value) / matrix.limit) })}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
