import { groupMembers } from '../../../core/batch.ts'
import { fixed } from '../../kit/numbers.ts'
import { verdictOf } from '../../kit/verdict.tsx'
import { explained, type Told } from './scenes.ts'

/** The rewards of a group on one axis, with the baseline as a line and one deviation as a band. */
export function BaselinePicture({ snapshot, group, selected }: Told & { readonly selected: number }) {
  const { batch } = snapshot
  const centre = explained(snapshot, 'mean', group)
  const spread = explained(snapshot, 'std', group)
  const members = (groupMembers(batch)[group] ?? []).filter(row => !Number.isNaN(batch.reward[row]))
  const rewards = members.map(row => batch.reward[row]!)
  const ends = [...rewards, ...(centre === undefined ? [] : [centre - (spread ?? 0), centre + (spread ?? 0)])]
  const [low, high] = [Math.min(0, ...ends), Math.max(1, ...ends)]
  const at = (value: number) => `${(100 * (value - low)) / (high - low)}%`
  const stacked = new Map<number, number>()
  return (
    <div className="update-axis" aria-hidden="true">
      {centre !== undefined && spread !== undefined && spread > 0 && (
        <span
          className="update-band"
          style={{ left: at(centre - spread), right: `calc(100% - ${at(centre + spread)})` }}
        />
      )}
      {centre !== undefined && (
        <span className="update-mean" style={{ left: at(centre) }}>
          <b className="number">{fixed(centre, 3)}</b>
        </span>
      )}
      {members.map(row => {
        const reward = batch.reward[row]!
        const height = stacked.get(reward) ?? 0
        stacked.set(reward, height + 1)
        return (
          <i
            key={row}
            data-verdict={verdictOf(batch, row)}
            data-selected={row === selected || undefined}
            style={{ left: at(reward), bottom: `${18 + 9 * Math.min(height, 6)}px` }}
          />
        )
      })}
      <span className="number update-end">{fixed(low)}</span>
      <span className="number update-end update-end-right">{fixed(high)}</span>
    </div>
  )
}
