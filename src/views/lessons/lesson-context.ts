/** What the blocks of a lesson share. */
import { createContext, use } from 'react'
import type { ArmRun } from '../../core/claim.ts'
import { lookUp } from '../../core/fail.ts'
import type { EstimateBlock, ExperimentBlock, Lesson } from '../../core/lesson.ts'
import type { AnswerAction, Answers } from '../../store/lesson/answers.ts'
import type { LessonLink } from '../../store/lesson/link.ts'

export interface LessonState {
  readonly lesson: Lesson
  readonly answers: Answers
  readonly dispatch: (action: AnswerAction) => void
  readonly link: LessonLink
  /** Seeds of an experiment: the lesson's, a teacher's, or more that the reader wanted. */
  readonly seedsFor: (experiment: ExperimentBlock) => readonly string[]
  readonly wantMore: (experiment: string) => void
  /** Runs that have ended on this page, by experiment. */
  readonly runsOf: (experiment: ExperimentBlock) => readonly ArmRun[]
}

const Context = createContext<LessonState | undefined>(undefined)
export const LessonProvider = Context.Provider

export function useLesson(): LessonState {
  const state = use(Context)
  if (!state) throw new Error('views/lessons: a block was drawn outside LessonProvider.')
  return state
}

/** The block of that name that decides a prediction. */
export function decidingBlock(lesson: Lesson, id: string): ExperimentBlock | EstimateBlock | undefined {
  const named = new Map(lesson.blocks.flatMap(block => ('id' in block ? [[block.id, block] as const] : [])))
  const block = lookUp('lesson block', id, named)
  return block.kind === 'experiment' || block.kind === 'estimate' ? block : undefined
}
