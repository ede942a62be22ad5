import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import type { Along, ArmTrials } from '../../store/compare/figures.ts'
import { paramsOf } from '../../store/recipe-edits.ts'
import { useNarrow } from '../kit/useMedia.ts'
import { CompareChart } from './CompareChart.tsx'
import { labelOf, offered } from './metrics.ts'
import { useComparison } from './useComparing.ts'

interface ChartsProps {
  readonly arms: readonly ArmTrials[]
  readonly hidden: ReadonlySet<number>
  readonly metrics: readonly string[]
  readonly measured: ReadonlySet<string>
  readonly onMetrics: (metrics: readonly string[]) => void
  readonly window: number
  readonly along: Along
  readonly looking: number
}

/** On a wide screen three at a time are enough; on a narrow one, one, and the way to the next. */
export function Charts({ arms, hidden, metrics, measured, onMetrics, window, along, looking }: ChartsProps) {
  const { base } = useComparison()
  const isNarrow = useNarrow()
  const [first, setFirst] = useState(0)
  const at = Math.min(first, metrics.length - 1)
  const shown = isNarrow ? metrics.slice(at, at + 1) : metrics
  return (
    <section className="compare-panel" aria-label="Curves">
      <div className="compare-charts-head">
        <h2>Curves</h2>
        {isNarrow && (
          <button type="button" className="button" onClick={() => setFirst((at + 1) % metrics.length)}>
            {at + 1} of {metrics.length} ›
          </button>
        )}
        <Choice metrics={metrics} measured={measured} onMetrics={onMetrics} />
      </div>
      <div className="compare-charts">
        {shown.map(metric => (
          <CompareChart
            key={metric}
            metric={metric}
            arms={arms}
            hidden={hidden}
            window={window}
            along={along}
            looking={looking}
            end={Number(paramsOf(base).iterations)}
          />
        ))}
      </div>
    </section>
  )
}

function Choice({ metrics, measured, onMetrics }: Pick<ChartsProps, 'metrics' | 'measured' | 'onMetrics'>) {
  const comparison = useComparison()
  return (
    <Popover.Root>
      <Popover.Trigger className="button button-small">Charts: {metrics.length}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} collisionPadding={8}>
          <Popover.Popup className="popover compare-choice">
            <Popover.Title className="popover-title">Charts</Popover.Title>
            {offered(comparison, measured).map(metric => (
              <label key={metric}>
                <input
                  type="checkbox"
                  checked={metrics.includes(metric)}
                  onChange={({ target }) =>
                    onMetrics(target.checked ? [...metrics, metric] : metrics.filter(known => known !== metric))
                  }
                />
                {labelOf(metric)}
              </label>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
