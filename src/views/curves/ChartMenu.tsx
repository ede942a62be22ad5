import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'
import { nameOf, resolveRecipe } from '../../methods/index.ts'
import { runName } from '../../store/select/run-name.ts'
import type { RunState } from '../../store/state.ts'
import type { ChartSpec } from './charts.ts'

interface ChartMenuProps {
  readonly charts: readonly ChartSpec[]
  readonly chosen: readonly string[]
  readonly onChosen: (ids: readonly string[]) => void
  readonly weight: number
  readonly onWeight: (weight: number) => void
  readonly log: boolean
  readonly onLog: (log: boolean) => void
  readonly past: RunState | undefined
  readonly withPast: boolean
  readonly onWithPast: (shown: boolean) => void
  readonly children: ReactNode
}

/** Which charts, how smooth, and whether the run before lies below them. */
export function ChartMenu({
  charts,
  chosen,
  onChosen,
  weight,
  onWeight,
  log,
  onLog,
  past,
  withPast,
  onWithPast,
  children,
}: ChartMenuProps) {
  const toggle = (id: string, isOn: boolean) => onChosen(isOn ? [...chosen, id] : chosen.filter(known => known !== id))
  return (
    <div className="curves-menu">
      <label className="field" title="Logarithmic axes where all values are above 0">
        <input type="checkbox" checked={log} onChange={event => onLog(event.target.checked)} />
        Log
      </label>
      <label
        className="field smoothing"
        title="Weight of the line so far in each new point: 0.6 averages over some 3 iterations, 0.9 over 10. The faint line is as measured."
      >
        Smoothing
        <input
          type="range"
          className="slider"
          min={0}
          max={0.98}
          step={0.02}
          value={weight}
          style={{ '--fill': `${(100 * weight) / 0.98}%` } as React.CSSProperties}
          onChange={event => onWeight(Number(event.target.value))}
        />
        <span className="number">{weight.toFixed(2)}</span>
      </label>
      {past && (
        <label
          className="field"
          title={`${nameOf(resolveRecipe(past.recipe))}, seed ${past.recipe.seed}, ${past.series.length} iterations`}
        >
          <input type="checkbox" checked={withPast} onChange={event => onWithPast(event.target.checked)} />
          Run before (grey): {runName(past)}
        </label>
      )}
      <Popover.Root>
        <Popover.Trigger className="button button-small">Charts: {chosen.length}</Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner side="top" align="end" sideOffset={6} collisionPadding={8}>
            <Popover.Popup className="popover chart-choice">
              <Popover.Title className="popover-title">Charts</Popover.Title>
              {charts.map(({ id, title, note }) => (
                <label key={id} title={note}>
                  <input
                    type="checkbox"
                    checked={chosen.includes(id)}
                    onChange={event => toggle(id, event.target.checked)}
                  />
                  {title}
                </label>
              ))}
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      {children}
    </div>
  )
}
