/** How far a reader is in a lesson. */
import type { Block, Lesson } from '../../core/lesson.ts'
import type { Answers } from './answers.ts'

const isDone = (block: Block, { guesses, measured, exercises }: Answers): boolean => {
  switch (block.kind) {
    case 'predict':
      return guesses[block.id] !== undefined
    case 'experiment':
      return measured[block.id] !== undefined
    case 'exercise':
      return exercises[block.id]?.right === true
    default:
      return true
  }
}

export interface Progress {
  readonly done: number
  readonly of: number
}

/** Of the blocks in which there is something to do. */
export function progressOf({ blocks }: Lesson, answers: Answers): Progress {
  const work = blocks.filter(({ kind }) => kind === 'predict' || kind === 'experiment' || kind === 'exercise')
  return { done: work.filter(block => isDone(block, answers)).length, of: work.length }
}

/** Whether what explains `after` may be read: the experiment has ended, or the guess has been made. */
export const isOpen = (after: string, { blocks }: Lesson, answers: Answers): boolean => {
  const block = blocks.find(one => 'id' in one && one.id === after)
  if (block?.kind === 'experiment') return answers.measured[after] !== undefined
  if (block?.kind === 'predict') return answers.guesses[after] !== undefined
  return true
}
