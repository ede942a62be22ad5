import { type CSSProperties, type PointerEvent, useMemo } from 'react'
import { clamp } from '../../core/math.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import { pointAt, usePointedIteration } from '../curves/cursor.ts'
import { useAxisEnd } from '../curves/useAxisEnd.ts'
import { useFound } from '../find/found.ts'
import { useActions, usePage, useRun } from './page.ts'
import { useCalm } from './useCalm.ts'

/** Every iteration a tick, the kept ones taller. Point to compare, click or drag to look at one. */
export function TimeLine() {
  const end = useAxisEnd()
  const trained = useRun(run => run.series.length)
  const newest = useRun(run => run.snapshots.at(-1)?.iteration ?? 0)
  const oldest = useRun(run => run.snapshots[0]?.iteration ?? 0)
  const asked = usePage(state => state.selection.iteration)
  const changes = useRun(run => run.changes)
  const { lookAt, lookAround } = useActions()
  const looking = asked ?? newest

  const lookUnder = (event: PointerEvent) => {
    const under = iterationUnder(event, end)
    lookAt(under >= newest ? undefined : under)
  }
  const onKey = (key: string): boolean => {
    if (key === 'ArrowLeft' || key === 'ArrowDown') lookAround(-1)
    else if (key === 'ArrowRight' || key === 'ArrowUp') lookAround(1)
    else if (key === 'PageDown') lookAt(Math.max(oldest, looking - 10))
    else if (key === 'PageUp') lookAt(looking + 10 >= newest ? undefined : looking + 10)
    else if (key === 'Home') lookAt(oldest)
    else if (key === 'End') lookAt(undefined)
    else return false
    return true
  }
  return (
    <div
      className="timeline"
      role="slider"
      tabIndex={0}
      aria-label="Iteration that is looked at"
      aria-valuemin={oldest}
      aria-valuemax={newest}
      aria-valuenow={looking}
      aria-valuetext={asked === undefined ? `iteration ${looking}, the newest` : `iteration ${looking} of ${newest}`}
      style={{ '--unit': `${100 / end}%`, '--trained': `${(100 * trained) / end}%` } as CSSProperties}
      data-dense={end > 400 || undefined}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        lookUnder(event)
      }}
      onPointerMove={event => {
        pointAt(iterationUnder(event, end))
        if (event.currentTarget.hasPointerCapture(event.pointerId)) lookUnder(event)
      }}
      onPointerLeave={() => pointAt(undefined)}
      onKeyDown={event => {
        if (onKey(event.key)) event.preventDefault()
      }}
    >
      <span className="timeline-planned" />
      <span className="timeline-trained" />
      <Kept end={end} />
      <FoundHere end={end} />
      {changes.map(({ iteration, params }) => (
        <span
          key={`${iteration} ${Object.keys(params).join()}`}
          className="timeline-change"
          style={{ left: `${(100 * iteration) / end}%` }}
          title={`After iteration ${iteration}: ${Object.entries(params)
            .map(([key, value]) => `${key} ${value}`)
            .join(', ')}`}
        />
      ))}
      {looking > 0 && <span className="timeline-looking" style={{ left: `${(100 * (looking - 0.5)) / end}%` }} />}
      <Pointed end={end} />
    </div>
  )
}

function iterationUnder(event: PointerEvent, end: number): number {
  const { left, width } = event.currentTarget.getBoundingClientRect()
  return clamp(Math.ceil(((event.clientX - left) / Math.max(1, width)) * end), 1, end)
}

/** Where the last search found something. */
function FoundHere({ end }: { readonly end: number }) {
  const found = useFound()
  const run = useRun(({ id }) => id)
  if (found?.run !== run) return null
  return (
    <svg className="timeline-found" viewBox={`0 0 ${end} 1`} preserveAspectRatio="none" aria-hidden="true">
      <path d={found.iterations.map(iteration => `M${iteration - 0.5} 0v1`).join('')} />
    </svg>
  )
}

/** One path for all kept iterations: x in iterations, stretched to the width. */
function Kept({ end }: { readonly end: number }) {
  const snapshots = useCalm(
    useRun(run => run.snapshots),
    250,
  )
  const path = useMemo(() => ticks(snapshots), [snapshots])
  return (
    <svg className="timeline-kept" viewBox={`0 0 ${end} 1`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}

const ticks = (snapshots: readonly Snapshot[]): string =>
  snapshots.map(({ iteration }) => `M${iteration - 0.9} 0h.8v1h-.8z`).join('')

function Pointed({ end }: { readonly end: number }) {
  const pointed = usePointedIteration()
  if (pointed === undefined) return null
  return (
    <span className="timeline-pointed" style={{ left: `${(100 * Math.max(0, pointed - 0.5)) / end}%` }}>
      <span className="number">{pointed}</span>
    </span>
  )
}
