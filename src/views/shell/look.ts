/** The picture that is shown while the next one is being made: the last one, together with the recipe it belongs to. */
import { useState } from 'react'
import type { Recipe } from '../../core/recipe.ts'
import type { Snapshot } from '../../core/run.ts'
import { shownSnapshot } from '../../store/select/look.ts'
import { usePage } from './page.ts'

export interface Look {
  readonly runId: string
  readonly snapshot: Snapshot
  readonly recipe: Recipe
}

/** Undefined only before the very first picture. `isStale`: it belongs to a run or a setting that is being replaced. */
export function useLook(): { readonly look: Look | undefined; readonly isStale: boolean } {
  const snapshot = usePage(shownSnapshot)
  const recipe = usePage(state => state.run.recipe)
  const runId = usePage(state => state.run.id)
  const isPreparing = usePage(state => state.run.preparing)
  const [last, setLast] = useState<Look>()
  // A batch without rollouts (while problems are chosen) has nothing to show.
  const isShowable = snapshot !== undefined && snapshot.batch.rollouts > 0
  const isNew = last?.snapshot !== snapshot || last?.recipe !== recipe
  if (isShowable && isNew && !(isPreparing && last)) setLast({ runId, snapshot, recipe })
  return { look: last, isStale: last !== undefined && last.snapshot !== snapshot }
}
