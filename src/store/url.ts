/**
 * The address bar. The query is the setup as its difference from a preset (core/recipe-check.ts); after `#` stands what is
 * looked at: `#/it/37/group/2/r/3/t/11/tab/credit`, counted from 1 as on screen. A link never runs code: it is data.
 */
import { clamp } from '../core/math.ts'
import { presets } from '../core/presets.ts'
import type { Recipe } from '../core/recipe.ts'
import { decodeRecipe, encodeRecipe } from '../core/recipe-check.ts'
import { sayEach, show } from '../core/show.ts'
import { type BenchRows, benchQuery, takeBench } from './bench-address.ts'
import { lookups } from './recipe-edits.ts'
import { decode, readRoute } from './route.ts'
import { shownRun } from './select/run.ts'
import { nothingSelected, type Selection, type State } from './state.ts'
import type { Store } from './store.ts'

export interface Address {
  readonly recipe: Recipe
  readonly preset: string
  /** True when the address names a setup; a bare address leaves it to the last session. */
  readonly given: boolean
  readonly selection: Selection
  /** One of the panels that exist. */
  readonly tab: string
  readonly bench: BenchRows
  readonly notices: readonly string[]
}

/** `panels`: ids that the address may name as its tab. */
export function readAddress(search: string, hash: string, panels: readonly string[]): Address {
  const { rest: query, bench, notices } = takeBench(search.replace(/^\?/, ''))
  const setup = decodeRecipe(query, presets, lookups)
  const look = readHash(hash, panels)
  const preset = presets.find(({ id }) => id === setup.preset)
  const tab = look.tab ?? preset?.tab ?? panels[0] ?? ''
  return {
    ...setup,
    ...look,
    tab,
    bench,
    given: query !== '',
    notices: [...setup.notices, ...notices, ...look.notices],
  }
}

export const currentAddress = (panels: readonly string[]): Address =>
  readAddress(location.search, location.hash, panels)

/** What of the state an address tells. */
type Addressed = Pick<State, 'runs' | 'shown' | 'selection' | 'tab' | 'bench'>

/** What Share copies. */
export const currentLink = (state: Addressed): string => new URL(writeAddress(state), location.href).href

const places = [
  { key: 'it', of: 'iteration', first: 0 },
  { key: 'group', of: 'group', first: 1 },
  { key: 'r', of: 'rollout', first: 1 },
  { key: 't', of: 'token', first: 1 },
] as const
/** No run is longer and no batch wider; what the batch does not have is clamped again when it is drawn. */
const furthest = 1_000_000

/** What stands after `#`; the tab only when it is named. Other pages (route.ts) say nothing about the selection. */
export function readHash(
  hash: string,
  panels: readonly string[],
): Pick<Address, 'selection' | 'notices'> & { readonly tab: string | undefined } {
  if (readRoute(hash).page !== 'playground') return { selection: nothingSelected, tab: undefined, notices: [] }
  const words = hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decode)
  const strange: string[] = []
  const found: { -readonly [K in keyof Selection]: Selection[K] } = { ...nothingSelected }
  let tab: string | undefined
  for (let i = 0; i < words.length; i += 2) {
    const [key = '', value = ''] = words.slice(i, i + 2)
    const place = places.find(known => known.key === key)
    const number = Number(value)
    if (place && value !== '' && Number.isFinite(number)) {
      found[place.of] = clamp(Math.round(number), place.first, furthest) - place.first
    } else if (key === 'tab' && panels.includes(value)) tab = value
    else strange.push(`${key}/${value}`)
  }
  const say = (pair: string) =>
    `Address: expected it, group, r, t with a number, or tab, got ${show(pair)}. Passed over.`
  return { selection: found, tab, notices: sayEach(strange, say) }
}

export function writeHash({ selection, tab }: Pick<State, 'selection' | 'tab'>): string {
  const chosen = places.flatMap(({ key, of, first }) => {
    const value = selection[of]
    return value === undefined ? [] : [key, value + first]
  })
  return `#/${[...chosen, 'tab', tab].join('/')}`
}

export function writeAddress(state: Addressed): string {
  const run = shownRun(state)
  const preset = presets.find(({ id }) => id === run.preset) ?? presets[0]
  const setup = encodeRecipe(run.recipe, preset, lookups)
  return `?${setup}${benchQuery(state.bench)}${writeHash(state)}`
}

const isPlayground = (): boolean => readRoute(location.hash).page === 'playground'

/** Browsers refuse more than about 100 replacements in 30 seconds. */
const pace = 400

/** A browser that refuses keeps the address as it is; the next change tries again. */
function replaceAddress(address: string): void {
  try {
    history.replaceState(null, '', address)
  } catch {
    // Too many in too short a time, or a page that may not change its address.
  }
}

/** Keeps the address true to the state, and the state true to an address that the person edits; other pages keep theirs. */
export function followAddress(store: Store, panels: readonly string[], onEdited: (address: Address) => void): void {
  let pending = false
  const write = () => {
    pending = false
    if (!isPlayground()) return
    const address = writeAddress(store.get())
    if (address !== location.search + location.hash) replaceAddress(address)
  }
  store.api.subscribe((now, before) => {
    const same =
      shownRun(now).recipe === shownRun(before).recipe &&
      shownRun(now).preset === shownRun(before).preset &&
      now.selection === before.selection &&
      now.bench === before.bench &&
      now.tab === before.tab
    if (same || pending) return
    pending = true
    setTimeout(write, pace)
  })
  write()
  addEventListener('hashchange', () => {
    if (!isPlayground()) return
    onEdited(currentAddress(panels))
    // What changed while another page was shown is not in the address that one comes back to.
    write()
  })
}
