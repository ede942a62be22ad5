import type { Claim } from '../../../core/claim.ts'
import { seedWords, verdictRange } from '../../../core/claim-words.ts'
import { studyIdOf } from '../../../core/lesson.ts'
import { lessonSetsOf } from '../../../lessons/index.ts'
import { useLesson } from '../lesson-context.ts'

/** What the claim came to when the lesson was written; nothing before the reader has measured, or where a teacher hides it. */
export function Authored({
  lesson,
  experiment,
  claim,
}: {
  readonly lesson: string
  readonly experiment: string
  readonly claim: Claim
}) {
  const { answers, link } = useLesson()
  if (answers.measured[experiment] === undefined || link.hide.includes('answers')) return null
  const sets = lessonSetsOf(studyIdOf(lesson, experiment))
  const found = sets.flatMap(({ seeds, claims }) => {
    const known = claims[claim.id]
    return known ? [`${verdictRange(known)} on seeds ${seedWords(seeds)}`] : []
  })
  return found.length > 0 ? <small> When this was written: {found.join(', ')}.</small> : null
}
