import { createContext, use, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Comparing } from '../../store/compare/comparing.ts'
import { armsOf, backendFor, type Comparison, jobOf, namesOf } from '../../store/compare/comparison.ts'
import type { ArmTrials } from '../../store/compare/figures.ts'
import type { Pool } from '../../store/experiment.ts'
import { useCalm } from '../shell/useCalm.ts'

const Context = createContext<Comparing | undefined>(undefined)
export const ComparingProvider = Context.Provider

export function useComparing(): Comparing {
  const comparing = use(Context)
  if (!comparing) throw new Error('views/compare: a component was drawn outside ComparingProvider.')
  return comparing
}

export const useComparison = (): Comparison => useStore(useComparing().api, state => state.comparison)

/** As the pool stands, no more often than a person can follow. */
export const usePool = (): Pool => useCalm(useStore(useComparing().runner.api), 300)

/** Every arm with its name and its trainings, in the order of the arms. */
export function useArms(): readonly ArmTrials[] {
  const comparison = useComparison()
  const backend = useStore(useComparing().api, state => state.backend)
  const { trials } = usePool()
  const planned = useMemo(() => {
    const names = namesOf(comparison)
    const choice = backendFor(comparison, backend)
    return armsOf(comparison).map((arm, i) => ({
      name: names[i] ?? '',
      ids: comparison.seeds.map(seed => ({ seed, id: jobOf(comparison, arm, seed, choice).id })),
    }))
  }, [comparison, backend])
  return useMemo(
    () =>
      planned.map(({ name, ids }) => ({ name, trials: ids.map(({ seed, id }) => ({ seed, trial: trials.get(id) })) })),
    [planned, trials],
  )
}
