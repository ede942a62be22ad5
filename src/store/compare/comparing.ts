/** The page's one comparison: what is compared, and the workers that train it. It goes on while other pages are read. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { isHeavy } from '../../core/cost.ts'
import type { BackendChoice } from '../../protocol/commands.ts'
import { createRunner, handsFor, type Runner } from '../experiment-runner.ts'
import { costOfRecipe } from '../select/cost.ts'
import { armsOf, backendFor, type Comparison, jobsOf, recipeOf } from './comparison.ts'

export interface Compared {
  readonly comparison: Comparison
  /** What the person chose for the playground. */
  readonly backend: BackendChoice
  /** The person wants it trained: what is added is trained too. */
  readonly isAsked: boolean
}

export interface Comparing {
  readonly api: Pick<StoreApi<Compared>, 'getState' | 'getInitialState' | 'subscribe'>
  readonly runner: Runner
  /** Another base, other runs or seeds. What was trained before for the same recipes is there at once. */
  readonly change: (comparison: Comparison) => void
  readonly run: () => void
  /** At once; what has arrived stays. */
  readonly cancel: () => void
}

/** What one iteration of some arm would cost so much that the person is to be asked first. */
export const isHeavyToCompare = ({ comparison, backend }: Compared): boolean =>
  armsOf(comparison).some(arm =>
    isHeavy(costOfRecipe(recipeOf(comparison, arm), { backendChoice: backend, path: 'fused' })),
  )

export function createComparing(first: Omit<Compared, 'isAsked'>, runner: Runner): Comparing {
  const api = createStore<Compared>(() => ({ ...first, isAsked: false }))
  const train = () => {
    const { comparison, backend, isAsked } = api.getState()
    if (isAsked) runner.want(jobsOf(comparison, backendFor(comparison, backend)))
  }
  return {
    api,
    runner,
    change: comparison => {
      api.setState({ comparison })
      train()
    },
    run: () => {
      api.setState({ isAsked: true })
      train()
    },
    cancel: () => {
      api.setState({ isAsked: false })
      runner.cancel()
    },
  }
}

let only: Comparing | undefined

/** The same for the whole page; `first` makes it when it is first asked for. */
export function comparingOnce(first: () => Omit<Compared, 'isAsked'>): Comparing {
  only ??= createComparing(first(), createRunner(handsFor(navigator.hardwareConcurrency || 2)))
  return only
}
