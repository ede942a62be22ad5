/**
 * The comparison in the address bar. Another base, run or seed is another entry of the browser's history, so that Back is
 * undo; another iteration or problem to look at only changes the entry.
 */
import { useEffect, useEffectEvent } from 'react'
import { presets } from '../../core/presets.ts'
import { decodeRecipe } from '../../core/recipe-check.ts'
import { runOf, writeEntry } from '../../store/address-bar.ts'
import { type ComparisonRead, comparedIn, readComparison, writeCompareAddress } from '../../store/compare/address.ts'
import { type Comparing, isHeavyToCompare } from '../../store/compare/comparing.ts'
import { type Comparison, comparisonOf } from '../../store/compare/comparison.ts'
import { frameKeys } from '../../store/frame.ts'
import { lookups } from '../../store/recipe-edits.ts'
import { shownRun } from '../../store/select/run.ts'
import type { State } from '../../store/state.ts'
import { compareKeys } from '../../store/url.ts'
import { useActions, usePageNow } from '../shell/page.ts'
import { routeNow } from '../shell/useRoute.ts'
import type { Looking } from './SameProblem.tsx'
import { useComparing, useComparison } from './useComparing.ts'

const word = 'compare'

/** Of which comparison the entry that is shown tells; an address that says another was asked for by the person. */
let entry: string | undefined

export const startOf = (state: State) => {
  const { recipe, preset } = shownRun(state)
  return { comparison: comparisonOf(recipe, preset), backend: state.backendChoice }
}

/** What the address asks for; undefined where it names no comparison. */
function readBar(start: Comparison): ComparisonRead | undefined {
  const query = routeNow().query || inSearch()
  if (query === '') return undefined
  // The page wrote this entry itself, with the comparison's base; a link on the page adds runs to what the playground shows.
  const isOwn = runOf(history.state) !== undefined
  const { recipe, preset } = decodeRecipe(location.search, presets, lookups, [...frameKeys, ...compareKeys])
  return readComparison(query, isOwn ? { ...start, base: recipe, preset } : start)
}

/** A comparison may stand in the query of the whole address as well. */
function inSearch(): string {
  const found = [...new URLSearchParams(location.search)].filter(([key]) => compareKeys.includes(key))
  return found.length > 0 ? String(new URLSearchParams(found)) : ''
}

/** A link that names other runs begins its comparison, and trains it at once where that is light. */
export function useAddress(comparing: Comparing, query: string): void {
  const now = usePageNow()
  const { notifyChanges } = useActions()
  const follow = useEffectEvent(() => {
    const start = startOf(now())
    const read = readBar(start.comparison)
    if (!read || comparedIn(read.comparison) === entry) return
    const { comparison, notices } = read
    entry = comparedIn(comparison)
    notifyChanges(notices)
    comparing.change(comparison)
    if (comparison.others.length > 0 && !isHeavyToCompare({ ...start, comparison, isAsked: true })) comparing.run()
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: read from the address bar, of which it is a part.
  useEffect(follow, [query])
}

/** Back and Forward between comparisons: what was compared then is compared again, and looked at where it was. */
export function useReturn(onLook: (place: Omit<Looking, 'seed'>) => void): void {
  const comparing = useComparing()
  const follow = useEffectEvent(() => {
    const { page, path } = routeNow()
    if (page !== word || runOf(history.state) === undefined) return
    const read = readBar(comparing.api.getState().comparison)
    if (!read) return
    entry = comparedIn(read.comparison)
    comparing.change(read.comparison)
    onLook(placeOf(path))
  })
  useEffect(() => {
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
}

/** `it/60/group/2`, counted from 1; the end where nothing is said. */
export function placeOf(path: readonly string[]): Omit<Looking, 'seed'> {
  const after = (key: string) => {
    const value = Number(path[path.indexOf(key) + 1])
    return path.includes(key) && Number.isInteger(value) && value > 0 ? value : undefined
  }
  return { iteration: after('it') ?? Number.MAX_SAFE_INTEGER, group: (after('group') ?? 1) - 1 }
}

/** The address says what is on screen, so that it makes it again. */
export function useWriteAddress({ iteration, group }: Looking): void {
  const now = usePageNow()
  const comparison = useComparison()
  const { api } = useComparing()
  const { query } = routeNow()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `query`, because a link of the menu says nothing of it.
  useEffect(() => {
    // Of a link that is still being read, nothing is written over.
    if (api.getState().comparison !== comparison) return
    const timer = setTimeout(() => {
      if (routeNow().page !== word) return
      const next = comparedIn(comparison)
      const isNew = entry !== undefined && entry !== next
      entry = next
      const address = writeCompareAddress(comparison, `it/${iteration}/group/${group + 1}`)
      if (address !== location.search + location.hash)
        writeEntry(isNew ? 'pushState' : 'replaceState', now().shown, address)
    }, 400)
    return () => clearTimeout(timer)
  }, [comparison, api, iteration, group, query, now])
}
