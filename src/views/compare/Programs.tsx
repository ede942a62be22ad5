import { useEffect } from 'react'
import { useStore } from 'zustand'
import { yardstick } from '../../methods/index.ts'
import { programsOf, withoutProgram } from '../../store/compare/comparing.ts'
import { shownRun } from '../../store/select/run.ts'
import { ProgramQuestion } from '../shell/ProgramQuestion.tsx'
import { useActions, usePage } from '../shell/page.ts'
import { useComparing } from './useComparing.ts'

/** The first program of a compared run that nobody has said yes to, unless the playground asks about it already. */
export function Programs() {
  const comparing = useComparing()
  const comparison = useStore(comparing.api, state => state.comparison)
  const allowed = usePage(state => state.allowed)
  const askedAbout = usePage(state => (shownRun(state).status === 'held' ? shownRun(state).recipe.own : undefined))
  const { allowProgram } = useActions()
  // Wherever it was said: the playground may have asked.
  useEffect(() => {
    if (allowed.size > 0) comparing.resume()
  }, [allowed, comparing])
  const program = programsOf(comparison).find(one => !allowed.has(one))
  if (program === undefined || program === askedAbout) return null
  return (
    <ProgramQuestion
      program={program}
      waits="The comparison waits until you have said so."
      otherwise="Leave it, and the runs that have it fall away."
      onRun={() => allowProgram(program)}
      onLeave={() => comparing.change(withoutProgram(comparison, program, yardstick))}
    />
  )
}
