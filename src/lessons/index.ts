/** The lessons: every file of this folder that holds one, in the order in which they are read. */
import { lookUp } from '../core/fail.ts'
import { type Block, experimentsOf, type Lesson, studyIn } from '../core/lesson.ts'
import type { MeasuredSet } from '../core/measured.ts'
import type { Study } from '../core/study.ts'

const files = import.meta.glob<Lesson>(['./*.ts', '!./index.ts', '!./settings.ts', '!./*.test.ts'], {
  eager: true,
  import: 'default',
})
const sets = import.meta.glob<readonly MeasuredSet[]>('./measured/*.json', { eager: true, import: 'sets' })

export const lessons: readonly Lesson[] = Object.values(files).sort((a, b) => a.order - b.order)

export const lessonFiles: ReadonlyMap<string, string> = new Map(
  Object.entries(files).map(([path, lesson]) => [lesson.id, path]),
)

const byId = new Map(lessons.map(lesson => [lesson.id, lesson]))

export const lessonOf = (id: string): Lesson => lookUp('lesson', id, byId)

/** Experiments as the command `claims` runs them. */
export const lessonStudies = (lesson: Lesson): readonly Study[] =>
  experimentsOf(lesson).map(block => studyIn(lesson, block))

/** What its seeds came to when the lesson was written; none before it was measured. `study`: as `studyIdOf` names it. */
export const lessonSetsOf = (study: string): readonly MeasuredSet[] => sets[`./measured/${study}.json`] ?? []

/** Lessons that train the method, show its formula or lead to its page, in their order. */
export const lessonsAbout = (method: string): readonly Lesson[] =>
  lessons.filter(({ blocks }) => blocks.some(block => isAbout(block, method)))

function isAbout(block: Block, method: string): boolean {
  switch (block.kind) {
    case 'text':
    case 'explain':
      return block.text.includes(`[method:${method}`)
    case 'formula':
      return 'method' in block.of && block.of.method === method
    case 'estimate':
      return block.arms.some(arm => arm.method === method)
    case 'experiment':
      return [block.base.change?.method, ...block.arms.map(arm => arm.change?.method)].includes(method)
    default:
      return false
  }
}
