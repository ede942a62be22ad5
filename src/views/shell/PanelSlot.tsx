import { memo, Suspense, use, useCallback, useMemo } from 'react'
import { missingColumns } from '../../core/batch.ts'
import { phases } from '../../core/snapshot.ts'
import { resolveMethod } from '../../methods/index.ts'
import { levelOrFirst, paramsOf } from '../../store/recipe-edits.ts'
import { selectionIn } from '../../store/select/look.ts'
import { taskOf } from '../../tasks/index.ts'
import type { Panel } from '../panel.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import type { Look } from './look.ts'
import { useActions, usePage } from './page.ts'
import { loadPanel } from './panels.ts'
import { Skeleton } from './Skeleton.tsx'

interface PanelSlotProps {
  readonly id: string
  readonly look: Look
}

/** Draws one panel with what it may see; says why when it cannot be drawn. */
export function PanelSlot({ id, look }: PanelSlotProps) {
  return (
    <ErrorBoundary what="This picture" key={id}>
      <Suspense fallback={<Skeleton rows={6} />}>
        <Loaded id={id} look={look} />
      </Suspense>
    </ErrorBoundary>
  )
}

function Loaded({ id, look }: PanelSlotProps) {
  const panel = use(loadPanel(id))
  const missing = missingColumns(look.snapshot.batch, panel.needs)
  if (missing.length > 0) return <Unavailable missing={missing} phase={look.snapshot.phase} />
  return <Drawn panel={panel} look={look} />
}

const Drawn = memo(function Drawn({ panel, look }: { readonly panel: Panel; readonly look: Look }) {
  const selection = usePage(state => state.selection)
  const isPlaying = usePage(state => state.run.status === 'playing')
  const signal = usePage(state => state.signal)
  const branch = usePage(state => state.run.branch)
  const dismissed = usePage(state => state.dismissedCards)
  const isCurrent = usePage(state => state.run.id === look.runId)
  const { select, chooseSignal, branch: continueFrom, dismissCard } = useActions()
  const { snapshot, recipe, series } = look
  const params = useMemo(() => paramsOf(recipe), [recipe])
  const task = taskOf(recipe.task)
  const place = selectionIn(selection, snapshot.batch, isPlaying)
  const problem = snapshot.problems[place.group]?.index
  const onBranch = useCallback(
    (prefix: readonly number[], times: number) => {
      if (problem !== undefined) continueFrom(problem, prefix, times)
    },
    [continueFrom, problem],
  )
  return (
    <panel.Component
      snapshot={snapshot}
      method={resolveMethod(recipe.method)}
      params={params}
      task={task}
      level={levelOrFirst(task, recipe.level)}
      selection={place}
      signal={signal}
      onSelect={select}
      onSignal={chooseSignal}
      branch={branch}
      series={series}
      dismissed={dismissed}
      onDismiss={dismissCard}
      {...(isCurrent && problem !== undefined && { onBranch })}
    />
  )
})

interface UnavailableProps {
  readonly missing: readonly string[]
  readonly phase: (typeof phases)[number]
}

function Unavailable({ missing, phase }: UnavailableProps) {
  const underWay = phases.indexOf(phase) < phases.indexOf('credit')
  return (
    <p className="panel-empty">
      This picture needs {missing.join(', ')}.{' '}
      {underWay ? `The iteration stands at ${phase}: Next phase fills it.` : 'This task and method do not provide it.'}
    </p>
  )
}
