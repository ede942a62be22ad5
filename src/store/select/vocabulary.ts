import { taskOf } from '../../tasks/index.ts'
import type { RunState } from '../state.ts'

/** Text of every token id: of the log, or of the task that the run trains on. */
export const vocabularyOf = ({ log, recipe }: Pick<RunState, 'log' | 'recipe'>): readonly string[] =>
  log?.vocabulary ?? taskOf(recipe.task).vocabulary
