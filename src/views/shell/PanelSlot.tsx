import { Suspense, use } from 'react'
import { missingColumns } from '../../core/batch.ts'
import { phases } from '../../core/run.ts'
import { resolveMethod } from '../../methods/index.ts'
import { selectionIn } from '../../store/select/look.ts'
import { levelOf, valuesOf } from '../../store/setup.ts'
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

function Drawn({ panel, look }: { readonly panel: Panel; readonly look: Look }) {
  const selection = usePage(state => state.selection)
  const signal = usePage(state => state.signal)
  const branch = usePage(state => state.run.branch)
  const series = usePage(state => state.run.series)
  const dismissed = usePage(state => state.dismissedCards)
  const runId = usePage(state => state.run.id)
  const { select, chooseSignal, branch: continueFrom, dismissCard } = useActions()
  const { snapshot, recipe } = look
  const task = taskOf(recipe.task)
  const place = selectionIn(selection, snapshot.batch)
  const problem = snapshot.problems[place.group]
  return (
    <panel.Component
      snapshot={snapshot}
      method={resolveMethod(recipe.method)}
      params={valuesOf(recipe)}
      task={task}
      level={levelOf(task, recipe.level)}
      selection={place}
      signal={signal}
      onSelect={select}
      onSignal={chooseSignal}
      branch={branch}
      series={series}
      dismissed={dismissed}
      onDismiss={dismissCard}
      {...(problem &&
        runId === look.runId && {
          onBranch: (prefix: readonly number[], times: number) => continueFrom(problem.index, prefix, times),
        })}
    />
  )
}

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
