import { estimated } from './estimated.ts'
import { useLesson } from './lesson-context.ts'

/** What a claim of this lesson came to here: measured by the reader, or computed; undefined where it was not yet. */
export function useFigure(of: string, claim: string): number | undefined {
  const { lesson, answers } = useLesson()
  const block = lesson.blocks.find(one => 'id' in one && one.id === of)
  if (block?.kind === 'estimate') {
    const asked = block.claims.find(({ id }) => id === claim)
    return asked && estimated(block, asked.of)
  }
  return answers.measured[of]?.claims[claim]?.figure
}
