import { useEffect, useState } from 'react'
import { TabList, TabPanel } from '../kit/Tabs.tsx'
import type { Panel } from '../panel.ts'
import { panelsAt } from '../panels.ts'
import { Find } from './Find.tsx'
import { useLook } from './look.ts'
import { PanelSlot } from './PanelSlot.tsx'
import { useActions, usePage, useRun } from './page.ts'
import { Loading } from './Skeleton.tsx'
import { TakeAway } from './TakeAway.tsx'

const pictures = panelsAt('work')

/** The centre: one picture at a time. */
export function Work() {
  const tab = useTab()
  const { chooseTab } = useActions()
  const panel = pictures.find(({ id }) => id === tab)
  return (
    <div className="work">
      <div className="work-head">
        <TabList label="Pictures" tabs={pictures} chosen={tab} onChoose={chooseTab} />
        <div className="work-end">
          <Looking />
          <Find />
          <TakeAway of="picture" />
        </div>
      </div>
      {panel && (
        <TabPanel label="Pictures" id={panel.id} key={panel.id} className="work-panel">
          <Picture panel={panel} />
        </TabPanel>
      )}
    </div>
  )
}

/** A picture of the batch that is looked at, or of how far it is. */
export function Picture({ panel }: { readonly panel: Panel }) {
  const { look, isStale } = useLook()
  return (
    <div className="picture" data-stale={isStale || undefined} aria-busy={isStale}>
      {look ? <PanelSlot panel={panel} look={look} /> : <Loading />}
    </div>
  )
}

/** A picture that stands elsewhere may have been asked for; the centre then stays as it is. */
export function useTab(): string | undefined {
  const asked = usePage(state => state.tab)
  const [tab, setTab] = useState(pictures[0]?.id)
  if (asked !== tab && pictures.some(({ id }) => id === asked)) setTab(asked)
  return tab
}

/** Which iteration the pictures show, and the ways to another. */
export function Looking() {
  const { look } = useLook()
  const asked = usePage(state => state.selection.iteration)
  const newest = useRun(run => run.snapshots.at(-1)?.iteration)
  const until = useRun(run => run.until)
  const { lookAt, fork } = useActions()
  if (until !== undefined) return <OnTheWay until={until} />
  if (!look) return null
  const { iteration, phase } = look.snapshot
  const isBack = asked !== undefined && iteration !== newest
  return (
    <div className="looking" data-plain={asked === undefined || undefined}>
      <Replay />
      <NotShown shown={iteration} />
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
    </div>
  )
}

/** An iteration that was asked for, but is not the one on screen: why not. */
function NotShown({ shown }: { readonly shown: number }) {
  const asked = usePage(state => state.selection.iteration)
  const finished = useRun(run => run.iteration)
  const { runTo } = useActions()
  if (asked === undefined || asked === shown || asked === 0) return null
  if (asked <= finished) return <NotKept iteration={asked} />
  return (
    <>
      <span>Iteration {asked} is not trained yet.</span>
      <button type="button" className="button button-small" onClick={() => runTo(asked)}>
        Train to {asked}
      </button>
    </>
  )
}

/** Long enough for who only passes on the time line. */
const pause = 400

/** While the run rests it is computed once more from the nearest checkpoint; the nearest is shown meanwhile. */
function NotKept({ iteration }: { readonly iteration: number }) {
  const isAtRest = useRun(({ status, log }) => !log && (status === 'paused' || status === 'finished'))
  const { computeAgain } = useActions()
  useEffect(() => {
    if (!isAtRest) return
    const timer = setTimeout(() => computeAgain(iteration), pause)
    return () => clearTimeout(timer)
  }, [isAtRest, iteration, computeAgain])
  return (
    <span>
      Iteration {iteration} was not kept{isAtRest && ' and is computed again'}; the nearest:
    </span>
  )
}

/** The run is on its way to the iteration that an address asked for. */
function OnTheWay({ until }: { readonly until: number }) {
  const iteration = useRun(run => run.iteration)
  const { clear } = useActions()
  return (
    <div className="looking">
      <progress
        className="looking-progress"
        aria-label="Training to the iteration of the link"
        value={iteration / until}
      />
      <span>
        Training to iteration {until}: <span className="number">{iteration}</span> of {until}
      </span>
      <button type="button" className="button button-small" aria-keyshortcuts="Escape" onClick={clear}>
        Stop (Esc)
      </button>
    </div>
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
