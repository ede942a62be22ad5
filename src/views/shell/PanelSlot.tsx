import { type ComponentType, memo, Suspense, use, useCallback, useMemo } from 'react'
import type { Recipe } from '../../core/recipe.ts'
import { phasesOf } from '../../core/slots.ts'
import { resolveRecipe } from '../../methods/index.ts'
import { mayRun } from '../../store/consent.ts'
import { levelOrFirst, paramsOf, withLevel } from '../../store/recipe-edits.ts'
import { selectionIn } from '../../store/select/look.ts'
import { taskOf } from '../../tasks/index.ts'
import type { Panel, PanelProps, PanelWorld } from '../panel.ts'
import { panelPart } from '../panels.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import type { Look } from './look.ts'
import { useActions, usePage, useRun } from './page.ts'
import { Skeleton } from './Skeleton.tsx'

interface PanelSlotProps {
  readonly panel: Panel
  readonly look: Look
}

/** Draws one panel with what it may see. */
export function PanelSlot({ panel, look }: PanelSlotProps) {
  return (
    <ErrorBoundary what="This picture" key={panel.id} onAgain={panelPart(panel).again}>
      <Suspense fallback={<Skeleton rows={6} />}>
        <Loaded panel={panel} look={look} />
      </Suspense>
    </ErrorBoundary>
  )
}

const Loaded = ({ panel, look }: PanelSlotProps) => <Drawn Component={use(panelPart(panel).load())} look={look} />

interface DrawnProps {
  readonly Component: ComponentType<PanelProps>
  readonly look: Look
}

const Drawn = memo(function Drawn({ Component, look }: DrawnProps) {
  const selection = usePage(state => state.selection)
  const status = useRun(run => run.status)
  const motion = useRun(run => run.motion)
  const isPlaying = status === 'playing'
  const signal = usePage(state => state.signal)
  const branch = useRun(run => run.branch)
  const dismissed = usePage(state => state.dismissedCards)
  const { snapshot, recipe, log, series } = look
  // Nothing goes on in a log.
  const isCurrent = useRun(run => run.id === look.runId && !run.log)
  const bench = usePage(state => state.bench)
  const { chooseBench, putOnBench, trainWith, goOnWith } = useActions()
  const isAllowed = usePage(state => mayRun(recipe, state))
  const canGoOnWith = useRun(run => run.recipe.own !== undefined && run.checkpoint !== undefined)
  const { select, chooseSignal, branch: continueFrom, slowDown, setParam, dismissCard, goOn } = useActions()
  const onHarder = useHarder(recipe)
  const params = useMemo(() => paramsOf(recipe), [recipe])
  const world = useMemo(() => (log ? { vocabulary: log.vocabulary } : worldOf(recipe)), [log, recipe])
  const place = selectionIn(selection, snapshot.batch, isPlaying)
  const problem = snapshot.problems[place.group]?.index
  const onBranch = useCallback(
    (prefix: readonly number[], times: number) => {
      if (problem !== undefined) continueFrom(problem, prefix, times)
    },
    [continueFrom, problem],
  )
  const { iteration } = snapshot
  const onMotion = useCallback((group: number) => slowDown(iteration, group), [slowDown, iteration])
  const canMove =
    isCurrent && (status === 'paused' || status === 'finished') && phasesOf(resolveRecipe(recipe)).includes('update')
  return (
    <Component
      snapshot={snapshot}
      method={resolveRecipe(recipe)}
      params={params}
      {...(!log && isAllowed && { recipe })}
      world={world}
      selection={place}
      signal={signal}
      onSelect={select}
      onSignal={chooseSignal}
      branch={branch}
      motion={motion}
      {...(canMove && { onMotion, onParam: setParam })}
      series={series}
      dismissed={dismissed}
      onDismiss={dismissCard}
      {...(isCurrent && { onGoOn: goOn, ...(onHarder && { onHarder }) })}
      bench={bench}
      onBench={chooseBench}
      onCompare={putOnBench}
      {...(isCurrent && { onTrain: trainWith, ...(canGoOnWith && { onGoOnWith: goOnWith }) })}
      {...(isCurrent && problem !== undefined && { onBranch })}
    />
  )
})

/** Opens the task's next level; undefined at the last. */
function useHarder(recipe: Recipe): (() => void) | undefined {
  const { edit } = useActions()
  const { levels } = taskOf(recipe.task)
  const next = levels[1 + levels.findIndex(({ id }) => id === recipe.level)]
  return useMemo(() => next && (() => edit(withLevel(recipe, next.id))), [edit, recipe, next])
}

function worldOf({ task: id, level }: Recipe): PanelWorld {
  const task = taskOf(id)
  return { vocabulary: task.vocabulary, task, level: levelOrFirst(task, level) }
}
