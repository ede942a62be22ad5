/** The page's one comparison: what is compared, and the workers that train it. It goes on while other pages are read. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { isHeavy } from '../../core/cost.ts'
import type { BackendChoice } from '../../protocol/commands.ts'
import { createRunner, handsFor, type Runner } from '../experiment-runner.ts'
import { withMethod } from '../recipe-edits.ts'
import { costOfRecipe } from '../select/cost.ts'
import { armsOf, backendFor, type Comparison, jobsOf, recipeOf, withArm } from './comparison.ts'

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
  /** What was asked for and waited for a yes to a program. */
  readonly resume: () => void
  /** At once; what has arrived stays. */
  readonly cancel: () => void
}

/** What one iteration of some arm would cost so much that the person is to be asked first. */
export const isHeavyToCompare = ({ comparison, backend }: Compared): boolean =>
  armsOf(comparison).some(arm =>
    isHeavy(costOfRecipe(recipeOf(comparison, arm), { backendChoice: backend, path: 'fused' })),
  )

/** Programs in the runs, each once, in their order. */
export const programsOf = (comparison: Comparison): readonly string[] => [
  ...new Set(armsOf(comparison).flatMap(arm => recipeOf(comparison, arm).own ?? [])),
]

/** The runs that do not have it; a base that has it trains another method. */
export function withoutProgram(comparison: Comparison, program: string, instead: string): Comparison {
  const { base, others } = comparison
  const kept = others.filter(arm => recipeOf(comparison, arm).own !== program)
  const bare = { ...comparison, base: base.own === program ? withMethod(base, instead) : base, others: [] }
  return kept.reduce(withArm, bare)
}

/** `isAllowed`: whether a program may run (consent.ts); a comparison with one that may not is not trained. */
export function createComparing(
  first: Omit<Compared, 'isAsked'>,
  runner: Runner,
  isAllowed: (program: string) => boolean = () => false,
): Comparing {
  const api = createStore<Compared>(() => ({ ...first, isAsked: false }))
  const train = () => {
    const { comparison, backend, isAsked } = api.getState()
    if (!programsOf(comparison).every(isAllowed)) runner.cancel()
    else if (isAsked) runner.want(jobsOf(comparison, backendFor(comparison, backend)))
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
    resume: train,
    cancel: () => {
      api.setState({ isAsked: false })
      runner.cancel()
    },
  }
}

let only: Comparing | undefined

/** The same for the whole page; `first` makes it when it is first asked for. */
export function comparingOnce(
  first: () => Omit<Compared, 'isAsked'>,
  isAllowed: (program: string) => boolean,
): Comparing {
  only ??= createComparing(first(), createRunner(handsFor(navigator.hardwareConcurrency || 2)), isAllowed)
  return only
}
