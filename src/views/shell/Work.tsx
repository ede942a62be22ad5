import { Tabs } from '@base-ui/react/tabs'
import { useState } from 'react'
import { panelsAt } from '../panels.ts'
import { useLook } from './look.ts'
import { PanelSlot } from './PanelSlot.tsx'
import { useActions, usePage, useRun } from './page.ts'
import { Loading } from './Skeleton.tsx'

const pictures = panelsAt('work')

/** The centre: one picture at a time. */
export function Work() {
  const tab = useTab()
  const { chooseTab } = useActions()
  const { look, isStale } = useLook()
  return (
    <Tabs.Root className="work" value={tab} onValueChange={chosen => chooseTab(String(chosen))}>
      <div className="work-head">
        <Tabs.List className="tabs" aria-label="Pictures">
          {pictures.map(({ id, title }) => (
            <Tabs.Tab key={id} value={id} className="tab">
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Looking iteration={look?.snapshot.iteration} phase={look?.snapshot.phase} />
      </div>
      {pictures.map(panel => (
        <Tabs.Panel
          key={panel.id}
          value={panel.id}
          className="work-panel"
          data-stale={isStale || undefined}
          aria-busy={isStale}
        >
          {look ? <PanelSlot panel={panel} look={look} /> : <Loading />}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}

/** A picture that stands elsewhere may have been asked for; the centre then stays as it is. */
function useTab(): string | undefined {
  const asked = usePage(state => state.tab)
  const [tab, setTab] = useState(pictures[0]?.id)
  if (asked !== tab && pictures.some(({ id }) => id === asked)) setTab(asked)
  return tab
}

interface LookingProps {
  readonly iteration: number | undefined
  readonly phase: string | undefined
}

/** Which iteration the pictures show, and the way back to the newest. */
function Looking({ iteration, phase }: LookingProps) {
  const asked = usePage(state => state.selection.iteration)
  const newest = useRun(run => run.snapshots.at(-1)?.iteration)
  const { lookAt, fork } = useActions()
  if (iteration === undefined) return null
  const isBack = asked !== undefined && iteration !== newest
  return (
    <p className="looking" role="status">
      <Replay />
      <span>
        {isBack ? 'Looking back at' : 'Shown:'} iteration <b className="number">{iteration}</b>
        {!isBack && phase && `, after ${phase}`}
      </span>
      {isBack && (
        <button
          type="button"
          className="button button-small"
          title={`A new run from the end of iteration ${iteration}; this one is kept as it is`}
          onClick={() => fork(iteration)}
        >
          Go on from here
        </button>
      )}
      {asked !== undefined && (
        <button type="button" className="button button-small" onClick={() => lookAt(undefined)}>
          Follow the newest
        </button>
      )}
    </p>
  )
}

/** Going back to an iteration that was not kept replays it from the nearest one before. */
function Replay() {
  const loading = useRun(run => (run.status === 'loading' ? undefined : run.loading))
  if (!loading) return null
  const { what, share } = loading
  return (
    <span className="replay">
      {what} {share !== undefined && <span className="number">{Math.round(100 * share)} %</span>}
    </span>
  )
}
