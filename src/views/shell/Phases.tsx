import { phasesOf } from '../../core/slots.ts'
import type { Phase } from '../../core/snapshot.ts'
import { resolveRecipe } from '../../methods/index.ts'
import { shownSnapshot } from '../../store/select/look.ts'
import { Help } from '../kit/Help.tsx'
import { usePage, useRun } from './page.ts'
import { phaseCount, phaseNotes } from './phase-facts.ts'

/** The phases of this run's method, in order; the last one that has run is marked, and each says what it does and did. */
export default function Phases() {
  const phase = useRun(run => run.phase)
  const method = resolveRecipe(useRun(run => run.recipe))
  const phases = phasesOf(method)
  const at = phase ? phases.indexOf(phase) : -1
  return (
    <ol className="phases" aria-label="Phases of the iteration">
      {phases.map((name, i) => (
        <li key={name} data-state={i < at ? 'done' : i === at ? 'now' : 'open'} aria-current={i === at || undefined}>
          <Explained name={name} />
        </li>
      ))}
      {method.method.trains === false && <li className="phases-note">nothing is trained: no loss, no gradient</li>}
    </ol>
  )
}

/** A phase as a button: what happens in it, and how much of it happened in the iteration that is shown. */
function Explained({ name }: { readonly name: Phase }) {
  const done = usePage(state => {
    const snapshot = shownSnapshot(state)
    return snapshot && phaseCount(name, snapshot)
  })
  return (
    <Help name={name} {...(done !== undefined && { value: done })} note={phaseNotes[name]}>
      {name}
    </Help>
  )
}
