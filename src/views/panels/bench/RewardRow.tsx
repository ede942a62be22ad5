import { fixed } from '../../kit/numbers.ts'
import type { PanelProps } from '../../panel.ts'
import type { Bench } from './BenchPanel.tsx'
import { choiceOf, isChosen } from './MatrixGrid.tsx'

interface RewardRowProps extends Pick<PanelProps, 'onSelect'> {
  readonly bench: Bench
}

/** Ends of the reward's slider: 0 and 1, or wider where rewards are. */
export function rewardRange({ batch, place }: Bench): readonly [number, number] {
  const rewards = place.members.map(row => batch.reward[row]!).filter(Number.isFinite)
  return [Math.min(0, ...rewards), Math.max(1, ...rewards)]
}

/** What was paid, to be dragged: every row below answers at once. */
export function RewardRow({ bench, onSelect }: RewardRowProps) {
  const { matrix, place, batch, editing } = bench
  const edited = new Set(editing.history.done.flatMap(edit => (edit.kind === 'reward' ? [edit.row] : [])))
  const range = rewardRange(bench)
  return (
    <tr className="bench-rewards">
      <th scope="row" className="bench-name">
        reward <small>drag to edit</small>
      </th>
      {matrix.columns.map(column => {
        const row = place.members[column.at]!
        return (
          <td
            key={column.at}
            data-chosen={isChosen(bench, column) || undefined}
            data-edited={edited.has(row) || undefined}
          >
            <span className="number">{fixed(batch.reward[row]!)}</span>
            <RewardSlider
              {...{ range }}
              label={`Reward of ${column.spoken}`}
              value={batch.reward[row]!}
              isStop={isChosen(bench, column)}
              onFocus={() => onSelect(choiceOf(bench, column))}
              onReward={value => editing.edit({ kind: 'reward', row, value })}
            />
          </td>
        )
      })}
      <td colSpan={4} />
    </tr>
  )
}

interface SliderProps {
  readonly range: readonly [number, number]
  readonly label: string
  readonly value: number
  readonly isStop: boolean
  readonly onFocus?: () => void
  readonly onReward: (value: number) => void
}

export const RewardSlider = ({ range: [low, high], label, value, isStop, onFocus, onReward }: SliderProps) => (
  <input
    type="range"
    className="bench-slider"
    min={low}
    max={high}
    step={(high - low) / 100}
    value={Number.isNaN(value) ? low : value}
    tabIndex={isStop ? 0 : -1}
    aria-label={label}
    aria-valuetext={fixed(value)}
    {...(onFocus && { onFocus })}
    onChange={event => onReward(Math.round(1e4 * Number(event.target.value)) / 1e4)}
  />
)
