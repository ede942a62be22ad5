/** How components reach the state and the actions. Panels do not: they get props. */
import { createContext, use } from 'react'
import { useStore } from 'zustand'
import type { Actions } from '../../store/actions.ts'
import type { Page } from '../../store/page.ts'
import { shownRun } from '../../store/select/run.ts'
import type { RunState, State } from '../../store/state.ts'

const PageContext = createContext<Page | undefined>(undefined)
export const PageProvider = PageContext.Provider

function usePageItself(): Page {
  const page = use(PageContext)
  if (!page) throw new Error('views/shell: a component was drawn outside PageProvider.')
  return page
}

/** Draws again only when the selected value is another one; selectors that build objects must be memoised. */
export const usePage = <T>(select: (state: State) => T): T => useStore(usePageItself().store.api, select)

export const useActions = (): Actions => usePageItself().actions

/** What the button of a notice does. */
export const useOffer = (): Page['take'] => usePageItself().take

/** The same for the run that is shown. */
export const useRun = <T>(select: (run: RunState) => T): T => usePage(state => select(shownRun(state)))

/** The state at the moment of a click, without drawing again when it changes. */
export const usePageNow = (): (() => State) => usePageItself().store.get
