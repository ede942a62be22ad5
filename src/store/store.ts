/** The one mutable thing of the page: the current state, and who listens. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RunEvent } from '../protocol/events.ts'
import { type PageAction, reduceAll } from './reduce.ts'
import type { State } from './state.ts'

export interface Store {
  readonly api: Pick<StoreApi<State>, 'getState' | 'getInitialState' | 'subscribe'>
  readonly get: () => State
  /** Several happenings are one change: listeners hear once. */
  readonly dispatch: (...happened: readonly (RunEvent | PageAction)[]) => void
}

export function createPageStore(initial: State): Store {
  const api = createStore<State>(() => initial)
  return {
    api,
    get: api.getState,
    dispatch: (...happened) => api.setState(reduceAll(api.getState(), happened), true),
  }
}
