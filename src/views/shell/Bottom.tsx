import { lazyPart } from './lazyPart.tsx'
import { Phases } from './Phases.tsx'
import { Skeleton } from './Skeleton.tsx'
import { Stacked } from './Stacked.tsx'
import { TimeLine } from './TimeLine.tsx'
import './bottom.css'

const Curves = lazyPart({
  what: 'The curves',
  load: () => import('../curves/Curves.tsx'),
  fallback: <Skeleton rows={3} />,
})

/** Time: the phases of the iteration, every iteration as a tick, and the curves. */
export function Bottom() {
  return (
    <div className="bottom">
      <Phases />
      <TimeLine />
      <Curves />
      <Stacked place="bottom" />
    </div>
  )
}
