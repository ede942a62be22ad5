/** The picture that is shown while the next one is being made: the last one, together with what it belongs to. */
import { createContext, createElement, type ReactNode, use, useMemo, useState } from 'react'
import type { Metrics } from '../../core/metrics.ts'
import type { Recipe } from '../../core/recipe.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import { shownSnapshot } from '../../store/select/look.ts'
import { shownRun } from '../../store/select/run.ts'
import type { LoggedRun } from '../../store/state.ts'
import { usePage, usePageNow, useRun } from './page.ts'
import { useCalm } from './useCalm.ts'

export interface Look {
  readonly runId: string
  readonly snapshot: Snapshot
  readonly recipe: Recipe
  /** Present where it was read, not trained. */
  readonly log: LoggedRun | undefined
  /** As it was when the snapshot came. */
  readonly series: readonly Metrics[]
}

/** Milliseconds between pictures: nobody reads faster while it trains, but a drag along the time line is followed. */
const pace = { playing: 250, still: 50 }

interface Looking {
  /** Undefined only before the very first picture. */
  readonly look: Look | undefined
  /** Another one is being made. */
  readonly isStale: boolean
}

const LookContext = createContext<Looking | undefined>(undefined)

/** One look for all that stands within, so that a caption never names another iteration than its picture shows. */
export const LookProvider = ({ children }: { readonly children: ReactNode }) =>
  createElement(LookContext, { value: useNextLook() }, children)

export function useLook(): Looking {
  const looking = use(LookContext)
  if (!looking) throw new Error('views/shell: a picture was drawn outside LookProvider.')
  return looking
}

function useNextLook(): Looking {
  const isPlaying = useRun(run => run.status === 'playing')
  const snapshot = useCalm(usePage(shownSnapshot), isPlaying ? pace.playing : pace.still)
  const recipe = useRun(run => run.recipe)
  const isPreparing = useRun(run => run.preparing)
  const now = usePageNow()
  const [last, setLast] = useState<Look>()
  // A batch without rollouts (while problems are chosen) has nothing to show.
  const isShowable = snapshot !== undefined && snapshot.batch.rollouts > 0
  const isNew = last?.snapshot !== snapshot || last?.recipe !== recipe
  if (isShowable && isNew && !(isPreparing && last)) {
    const { id: runId, series, log } = shownRun(now())
    setLast({ runId, snapshot, recipe, series, log })
  }
  const isStale = isPreparing && last !== undefined
  return useMemo(() => ({ look: last, isStale }), [last, isStale])
}
