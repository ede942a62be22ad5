import { useEffect, useMemo, useRef, useState } from 'react'
import { readComparison, writeCompareAddress, writeComparison } from '../../store/compare/address.ts'
import { type Comparing, comparingOnce, isHeavyToCompare } from '../../store/compare/comparing.ts'
import { comparisonOf, keptIterations } from '../../store/compare/comparison.ts'
import { type Along, measuredBy } from '../../store/compare/figures.ts'
import { isNumber, isTexts } from '../../store/preferences.ts'
import { shownRun } from '../../store/select/run.ts'
import type { State } from '../../store/state.ts'
import { compareKeys } from '../../store/url.ts'
import type { PageProps } from '../pages.ts'
import { useActions, usePageNow } from '../shell/page.ts'
import { usePreference } from '../shell/usePreference.ts'
import { AddRun } from './AddRun.tsx'
import { Charts } from './Charts.tsx'
import { Head } from './Head.tsx'
import { metricsFor } from './metrics.ts'
import { Runs } from './RunsTable.tsx'
import { type Looking, SameProblem } from './SameProblem.tsx'
import { ComparingProvider, useArms, useComparing, useComparison } from './useComparing.ts'
import './compare.css'

/**
 * Runs side by side, as the address says: `#/compare/it/60/group/2?with=method:dr-grpo&seeds=1-5`. All the same start, with
 * the same problems and the same noise, over seeds.
 */
export default function Compare({ path, query }: PageProps) {
  const now = usePageNow()
  const comparing = comparingOnce(() => startOf(now()))
  useAddress(comparing, query || inSearch())
  return (
    <ComparingProvider value={comparing}>
      <ComparePage path={path} />
    </ComparingProvider>
  )
}

const startOf = (state: State) => {
  const { recipe, preset } = shownRun(state)
  return { comparison: comparisonOf(recipe, preset), backend: state.backendChoice }
}

/** A comparison may stand in the query of the whole address as well. */
function inSearch(): string {
  const found = [...new URLSearchParams(location.search)].filter(([key]) => compareKeys.includes(key))
  return found.length > 0 ? String(new URLSearchParams(found)) : ''
}

/** What this page wrote last: an address that says something else was asked for by the person. */
let written: string | undefined

/** A link that names other runs begins its comparison, and trains it at once where that is light. */
function useAddress(comparing: Comparing, query: string): void {
  const now = usePageNow()
  const { notifyChanges } = useActions()
  useEffect(() => {
    if (query === '' || query === written) return
    const start = startOf(now())
    const { comparison, notices } = readComparison(query, start.comparison)
    written = query
    notifyChanges(notices)
    comparing.change(comparison)
    if (comparison.others.length > 0 && !isHeavyToCompare({ ...start, comparison, isAsked: true })) comparing.run()
  }, [query, comparing, now, notifyChanges])
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

/** `it/60/group/2`, counted from 1; the end where nothing is said. */
function placeOf(path: readonly string[]): Omit<Looking, 'seed'> {
  const after = (word: string) => {
    const value = Number(path[path.indexOf(word) + 1])
    return path.includes(word) && Number.isInteger(value) && value > 0 ? value : undefined
  }
  return { iteration: after('it') ?? Number.MAX_SAFE_INTEGER, group: (after('group') ?? 1) - 1 }
}

/** The address says what is on screen, so that it makes it again. */
function useWriteAddress({ iteration, group }: Looking): void {
  const comparison = useComparison()
  const { api } = useComparing()
  useEffect(() => {
    // Of a link that is still being read, nothing is written over.
    if (api.getState().comparison !== comparison) return
    const query = writeComparison(comparison)
    const timer = setTimeout(() => {
      written = query
      try {
        history.replaceState(history.state, '', writeCompareAddress(comparison, `it/${iteration}/group/${group + 1}`))
      } catch {
        // Too many in too short a time: the next change writes it.
      }
    }, 400)
    return () => clearTimeout(timer)
  }, [comparison, api, iteration, group])
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
