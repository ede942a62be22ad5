import { lazyPart } from './lazyPart.tsx'
import { useRun } from './page.ts'
import { Skeleton } from './Skeleton.tsx'
import { Sparklines } from './Sparklines.tsx'
import { Stacked } from './Stacked.tsx'
import { TimeLine } from './TimeLine.tsx'
import './bottom.css'

const Curves = lazyPart({
  what: 'The curves',
  load: () => import('../curves/Curves.tsx'),
  fallback: <Skeleton rows={3} />,
})

/** Its explanations bring popovers, which the first picture does not wait for. */
const Phases = lazyPart({ what: 'The phases', load: () => import('./Phases.tsx'), fallback: <ol className="phases" /> })

interface BottomProps {
  /** One row of small lines instead of the charts. */
  readonly isSmall: boolean
  /** Absent where there is no choice. */
  readonly onSmall?: (isSmall: boolean) => void
}

/** Time: the phases of the iteration, every iteration as a tick, and the curves. */
export function Bottom({ isSmall, onSmall }: BottomProps) {
  const isLog = useRun(run => run.log !== undefined)
  return (
    <div className="bottom" data-small={isSmall || undefined}>
      {!isLog && <Phases />}
      <TimeLine />
      {isSmall ? (
        <Sparklines />
      ) : (
        <>
          <Curves />
          <Stacked place="bottom" />
        </>
      )}
      {onSmall && (
        <button
          type="button"
          className="fold bottom-fold"
          aria-expanded={!isSmall}
          aria-label={isSmall ? 'Show the curves' : 'Fold the curves'}
          title={isSmall ? 'Show the curves' : 'Fold the curves to one row'}
          onClick={() => onSmall(!isSmall)}
        >
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
            <path d="M1 7l4-4 4 4" fill="none" stroke="currentColor" strokeWidth="1.5" />
          </svg>
        </button>
      )}
    </div>
  )
}
