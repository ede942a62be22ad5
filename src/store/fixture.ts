/** What the tests of the store begin with. */
import { blankRecipe } from '../core/recipe.ts'
import { usualBench } from './bench-address.ts'
import { wholeFrame } from './frame.ts'
import { soleRun } from './select/run.ts'
import { freshRun, nothingSelected, type State } from './state.ts'

export const startState: State = {
  ...soleRun(freshRun('none', blankRecipe)),
  selection: nothingSelected,
  tab: 'credit',
  signal: 'credit',
  allowed: new Set(),
  bench: usualBench,
  speed: 'max',
  backendChoice: 'auto',
  path: 'fused',
  theme: 'system',
  notices: [],
  dismissedCards: [],
  frame: wholeFrame,
}
