import { lazy, Suspense } from 'react'
import { phases } from '../../core/snapshot.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { usePage } from './page.ts'
import { Skeleton } from './Skeleton.tsx'
import { Stacked } from './Stacked.tsx'
import { TimeLine } from './TimeLine.tsx'
import './bottom.css'

const Curves = lazy(() => import('../curves/Curves.tsx'))

/** Time: the phases of the iteration, every iteration as a tick, and the curves. */
export function Bottom() {
  return (
    <div className="bottom">
      <Phases />
      <TimeLine />
      <ErrorBoundary what="The curves">
        <Suspense fallback={<Skeleton rows={3} />}>
          <Curves />
        </Suspense>
      </ErrorBoundary>
      <Stacked place="bottom" />
    </div>
  )
}

/** The phases in order; the last one that has run is marked. */
function Phases() {
  const phase = usePage(state => state.run.phase)
  const at = phase ? phases.indexOf(phase) : -1
  return (
    <ol className="phases" aria-label="Phases of the iteration">
      {phases.map((name, i) => (
        <li key={name} data-state={i < at ? 'done' : i === at ? 'now' : 'open'} aria-current={i === at || undefined}>
          {name}
        </li>
      ))}
    </ol>
  )
}
