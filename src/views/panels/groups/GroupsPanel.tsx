import { useCallback, useMemo, useState } from 'react'
import { allDropped } from '../../../core/metrics.ts'
import { DataTable } from '../../kit/DataTable.tsx'
import { locate } from '../../kit/locate.ts'
import { NoResponses } from '../../kit/NoResponses.tsx'
import { count, fixed } from '../../kit/numbers.ts'
import { VirtualList } from '../../kit/VirtualList.tsx'
import type { PanelProps } from '../../panel.ts'
import { arrange, type Bin, type Filter, histogram, isOrder, type Order, orders } from './arrange.ts'
import { GroupRow } from './GroupRow.tsx'
import { Heads } from './Heads.tsx'
import { Histogram } from './Histogram.tsx'
import { type GroupSummary, hasSignal, summariesOf } from './health.ts'
import { Siblings } from './Siblings.tsx'
import './groups.css'

/** Every group of the iteration as a line; the selected one opened with its siblings. */
export function GroupsPanel({ snapshot, method, params, recipe, world, selection, onSelect }: PanelProps) {
  const { batch, problems, notes } = snapshot
  const [order, setOrder] = useState<Order>('problem')
  const [filter, setFilter] = useState<Filter>({ onlySignal: false, bin: undefined })
  const summaries = useMemo(() => summariesOf(snapshot, params), [snapshot, params])
  const shown = useMemo(() => arrange(summaries, order, filter), [summaries, order, filter])
  const bins = useMemo(() => histogram(summaries), [summaries])
  const place = locate(batch, selection)
  const limit = Math.max(...summaries.map(({ largest }) => largest), 0)
  const onOpen = useCallback((group: number) => onSelect({ group }), [onSelect])
  if (!place) return <NoResponses recipe={recipe} />
  const without = !recipe
    ? 'no advantage logged'
    : method.advantage
      ? 'no advantage yet'
      : 'its method uses no advantage'
  return (
    <section className="panel groups" aria-label="Groups">
      <Controls
        leftOut={allDropped(snapshot.metrics)}
        {...{ summaries, shown, bins, order, setOrder, filter, setFilter }}
      />
      {shown.length === 0 && <p className="panel-empty">No group passes the filter.</p>}
      <Heads limit={limit} />
      <VirtualList
        className="groups-list"
        count={shown.length}
        estimate={40}
        label="Groups"
        current={Math.max(
          0,
          shown.findIndex(({ group }) => group === place.group),
        )}
        render={index => {
          const summary = shown[index]!
          const isOpen = summary.group === place.group
          const text = problems[summary.group]?.text ?? `Group ${summary.group + 1}`
          return (
            <div className="group" data-open={isOpen || undefined}>
              <GroupRow {...{ batch, summary, text, isOpen, limit, onOpen }} without={without} />
              {isOpen && (
                <Siblings
                  {...{ batch, notes, world, summary, limit }}
                  problem={problems[summary.group]}
                  selected={place.rollout}
                  onSelect={rollout => onSelect({ rollout })}
                />
              )}
            </div>
          )
        }}
      />
      <p className="panel-note">
        One axis for all groups: bars are the responses of the open one, dots those of the others; filled is right,
        hollow is wrong. Right of the middle is pushed up, left of it down.
      </p>
      <DataTable
        label="rewards and advantages"
        head={['problem', 'response', 'reward', 'advantage']}
        rows={() => tableRows(shown, problems, batch.reward)}
      />
    </section>
  )
}

/** Six digits after the point, so that columns align and can be computed with. */
const exactly = (value: number): string => fixed(value, 6)

const tableRows = (
  shown: readonly GroupSummary[],
  problems: PanelProps['snapshot']['problems'],
  reward: Float32Array,
): string[][] =>
  shown.flatMap(({ group, members, advantages }) =>
    members.map((row, i) => [
      problems[group]?.text ?? `${group + 1}`,
      `${i + 1}`,
      exactly(reward[row]!),
      exactly(advantages[i]!),
    ]),
  )

interface ControlsProps {
  /** The method dropped every group. */
  readonly leftOut: boolean
  readonly summaries: readonly GroupSummary[]
  readonly shown: readonly GroupSummary[]
  readonly bins: readonly Bin[]
  readonly order: Order
  readonly setOrder: (order: Order) => void
  readonly filter: Filter
  readonly setFilter: (filter: Filter) => void
}

function Controls({ leftOut, summaries, shown, bins, order, setOrder, filter, setFilter }: ControlsProps) {
  const known = summaries.every(({ silent }) => silent !== undefined)
  const signal = summaries.filter(hasSignal).length
  return (
    <div className="groups-controls">
      <p className="groups-count" aria-live="polite">
        <strong>
          {shown.length < summaries.length ? `${shown.length} of ` : ''}
          {count(summaries.length, 'group')}
        </strong>
        {leftOut ? (
          <span className="panel-note">dropped, not trained on</span>
        ) : (
          known && <span className="panel-note">{signal} with signal</span>
        )}
      </p>
      <label className="field">
        Sort by
        <select
          className="select"
          value={order}
          onChange={event => isOrder(event.target.value) && setOrder(event.target.value)}
        >
          {Object.entries(orders).map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className="button"
        aria-pressed={filter.onlySignal}
        onClick={() => setFilter({ ...filter, onlySignal: !filter.onlySignal })}
      >
        Only with signal
      </button>
      <div className="groups-histogram">
        <span className="panel-note">rewards</span>
        <Histogram bins={bins} chosen={filter.bin} onChoose={bin => setFilter({ ...filter, bin })} />
      </div>
    </div>
  )
}
