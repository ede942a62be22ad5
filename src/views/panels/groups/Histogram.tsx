import { count, short } from '../../kit/numbers.ts'
import type { Bin } from './arrange.ts'

interface HistogramProps {
  readonly bins: readonly Bin[]
  readonly chosen: Bin | undefined
  readonly onChoose: (bin: Bin | undefined) => void
}

const rangeOf = ({ from, to }: Bin): string => (from === to ? short(from) : `${short(from)} to ${short(to)}`)

/** Rewards of all responses; a bar is a switch that keeps only the groups with a reward in it. */
export function Histogram({ bins, chosen, onChoose }: HistogramProps) {
  const tallest = Math.max(1, ...bins.map(bin => bin.count))
  return (
    <fieldset className="histogram" aria-label="Rewards of all responses; choose a bar to filter">
      {bins.map(bin => {
        const isChosen = chosen?.from === bin.from && chosen.to === bin.to
        return (
          <button
            key={bin.from}
            type="button"
            className="histogram-bin"
            aria-pressed={isChosen}
            aria-label={`Reward ${rangeOf(bin)}: ${count(bin.count, 'response')}`}
            title={`Reward ${rangeOf(bin)}: ${count(bin.count, 'response')}`}
            onClick={() => onChoose(isChosen ? undefined : bin)}
          >
            <span style={{ height: `${Math.max(bin.count > 0 ? 6 : 0, (100 * bin.count) / tallest)}%` }} />
          </button>
        )
      })}
    </fieldset>
  )
}
