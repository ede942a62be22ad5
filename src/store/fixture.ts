/** What the tests of the store begin with. */
import { blankRecipe } from '../core/recipe.ts'
import { freshRun, nothingSelected, type State } from './state.ts'

export const startState: State = {
  run: freshRun('none', blankRecipe),
  past: undefined,
  preset: 'grpo-basics',
  selection: nothingSelected,
  tab: 'credit',
  signal: 'credit',
  speed: 'max',
  backendChoice: 'auto',
  path: 'fused',
  theme: 'system',
  notices: [],
  dismissedCards: [],
}
