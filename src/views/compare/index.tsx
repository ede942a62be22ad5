import { useEffect, useMemo, useRef, useState } from 'react'
import { comparingOnce } from '../../store/compare/comparing.ts'
import { keptIterations } from '../../store/compare/comparison.ts'
import { type Along, measuredBy } from '../../store/compare/figures.ts'
import { mayRun } from '../../store/consent.ts'
import { isNumber, isTexts } from '../../store/preferences.ts'
import type { PageProps } from '../pages.ts'
import { usePageNow } from '../shell/page.ts'
import { usePreference } from '../shell/usePreference.ts'
import { AddRun } from './AddRun.tsx'
import { Charts } from './Charts.tsx'
import { Head } from './Head.tsx'
import { metricsFor } from './metrics.ts'
import { Runs } from './RunsTable.tsx'
import { type Looking, SameProblem } from './SameProblem.tsx'
import { placeOf, startOf, useAddress, useReturn, useWriteAddress } from './useAddress.ts'
import { ComparingProvider, useArms, useComparison } from './useComparing.ts'
import './compare.css'

/**
 * Runs side by side, as the address says: `#/compare/it/60/group/2?with=method:dr-grpo&seeds=1-5`. All the same start, with
 * the same problems and the same noise, over seeds.
 */
export default function Compare({ path, query }: PageProps) {
  const now = usePageNow()
  const comparing = comparingOnce(
    () => startOf(now()),
    own => mayRun({ own }, now()),
  )
  useAddress(comparing, query)
  return (
    <ComparingProvider value={comparing}>
      <ComparePage path={path} />
    </ComparingProvider>
  )
}

const none: readonly string[] = []

function ComparePage({ path }: Pick<PageProps, 'path'>) {
  const comparison = useComparison()
  const arms = useArms()
  const [chosen, setChosen] = usePreference('compare.metrics', isTexts, none)
  const [window, setWindow] = usePreference('compare.window', isNumber, 10)
  const [along, setAlong] = useState<Along>('iteration')
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set())
  const kept = useMemo(() => keptIterations(comparison), [comparison])
  const [asked, setAsked] = useState<Looking>(() => ({ ...placeOf(path), seed: comparison.seeds[0] ?? '' }))
  const looking = legal(asked, kept, comparison.seeds)
  const measured = useMemo(() => measuredBy(arms), [arms])
  const usual = metricsFor(comparison)
  const metrics = chosen.length > 0 ? chosen : usual.slice(0, 3)
  useWriteAddress(looking)
  useReturn(place => setAsked({ ...looking, ...place }))
  const main = useFocus()
  const toggle = (arm: number) => setHidden(before => toggled(before, arm))
  return (
    <main className="page compare" id="compare" tabIndex={-1} ref={main}>
      <h2 className="visually-hidden">Compare</h2>
      <Head arms={arms} along={along} onAlong={setAlong} window={window} onWindow={setWindow} />
      <div className="compare-panel">
        <Runs arms={arms} metrics={usual} hidden={hidden} onToggle={toggle} />
        <div className="compare-foot">
          <AddRun looking={looking.iteration} />
          <span>Large: median over seeds of the last ten iterations. Small: lowest and highest seed.</span>
        </div>
      </div>
      <Charts
        arms={arms}
        hidden={hidden}
        metrics={metrics}
        measured={measured}
        onMetrics={setChosen}
        window={window}
        along={along}
        looking={looking.iteration}
      />
      <SameProblem
        arms={arms}
        hidden={hidden}
        kept={kept}
        looking={looking}
        onLook={change => setAsked({ ...looking, ...change })}
      />
    </main>
  )
}

const toggled = (before: ReadonlySet<number>, arm: number): ReadonlySet<number> => {
  const after = new Set(before)
  if (!after.delete(arm)) after.add(arm)
  return after
}

/** The kept iteration that is nearest, and a seed that is compared. */
function legal({ iteration, group, seed }: Looking, kept: readonly number[], seeds: readonly string[]): Looking {
  const nearest = kept.reduce(
    (best, at) => (Math.abs(at - iteration) < Math.abs(best - iteration) ? at : best),
    kept.at(-1) ?? 1,
  )
  return { iteration: nearest, group, seed: seeds.includes(seed) ? seed : (seeds[0] ?? '') }
}

function useFocus() {
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    // So that keys scroll it, and screen readers begin at its top.
    main.current?.focus({ preventScroll: true })
    const before = document.title
    document.title = `Compare - ${before}`
    return () => {
      document.title = before
    }
  }, [])
  return main
}
