import { phasesOf } from '../../core/slots.ts'
import { resolveRecipe } from '../../methods/index.ts'
import { lazyPart } from './lazyPart.tsx'
import { useRun } from './page.ts'
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

/** The phases of this run's method, in order; the last one that has run is marked. */
function Phases() {
  const phase = useRun(run => run.phase)
  const method = resolveRecipe(useRun(run => run.recipe))
  const phases = phasesOf(method)
  const at = phase ? phases.indexOf(phase) : -1
  return (
    <ol className="phases" aria-label="Phases of the iteration">
      {phases.map((name, i) => (
        <li key={name} data-state={i < at ? 'done' : i === at ? 'now' : 'open'} aria-current={i === at || undefined}>
          {name}
        </li>
      ))}
      {method.method.trains === false && <li className="phases-note">nothing is trained: no loss, no gradient</li>}
    </ol>
  )
}
