/**
 * What an address says, read and written. The query is the setup as its difference from a preset (core/recipe-check.ts)
 * and what is asked of the frame (frame.ts); after `#` stands what is looked at: `#/it/37/group/2/r/3/t/11/tab/credit`,
 * counted from 1 as on screen. A link never runs code: it is data, and a program in it waits for a yes (consent.ts). The address bar itself: address-bar.ts.
 */
import { clamp } from '../core/math.ts'
import { presets } from '../core/presets.ts'
import type { Recipe } from '../core/recipe.ts'
import { decodeRecipe, encodeRecipe } from '../core/recipe-check.ts'
import { sayEach, show } from '../core/show.ts'
import { type BenchRows, benchQuery, takeBench } from './bench-address.ts'
import { type Frame, frameKeys, readFrame, writeFrame } from './frame.ts'
import { lookups } from './recipe-edits.ts'
import { decode, playground, readRoute } from './route.ts'
import { addressedIteration } from './select/look.ts'
import { shownRun } from './select/run.ts'
import { nothingSelected, type Selection, type State } from './state.ts'

/** What an address may name. */
export interface Places {
  /** Ids of the panels. */
  readonly tabs: readonly string[]
  /** Words of the pages beside the playground. */
  readonly pages: readonly string[]
}

export interface Address {
  readonly recipe: Recipe
  readonly preset: string
  /** True when the address names a setup; a bare address leaves it to the last session. */
  readonly given: boolean
  /** It was of a log, which no address tells: only the page that read it has it. */
  readonly ofLog: boolean
  readonly selection: Selection
  /** One of the panels that exist. */
  readonly tab: string
  readonly bench: BenchRows
  readonly frame: Frame
  readonly notices: readonly string[]
}

/** What a comparison may say in the query too (compare/address.ts); the playground passes it over. */
export const compareKeys: readonly string[] = ['with', 'seeds']

const logKey = 'log'
/** Words of the query that name no setup. */
const besideSetup: readonly string[] = [...frameKeys, logKey]

export function readAddress(search: string, hash: string, places: Places): Address {
  const { rest: query, bench, notices: benchNotices } = takeBench(search.replace(/^\?/, ''))
  const setup = decodeRecipe(query, presets, lookups, [...besideSetup, ...compareKeys])
  const { frame, notices: frameNotices } = readFrame(query, places.tabs)
  const look = readHash(hash, places)
  const preset = presets.find(({ id }) => id === setup.preset)
  const tab = frame.show ?? look.tab ?? preset?.tab ?? places.tabs[0] ?? ''
  const keys = [...new URLSearchParams(query).keys()]
  const given = keys.some(key => !besideSetup.includes(key))
  const notices = [...setup.notices, ...benchNotices, ...frameNotices, ...look.notices]
  return { ...setup, ...look, tab, bench, frame, given, ofLog: keys.includes(logKey), notices }
}

/** What of the state an address tells. */
export type Addressed = Pick<State, 'runs' | 'shown' | 'selection' | 'tab' | 'bench' | 'frame'>

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
  { tabs, pages }: Places,
): Pick<Address, 'selection' | 'notices'> & { readonly tab: string | undefined } {
  if (readRoute(hash, pages).page !== playground) return { selection: nothingSelected, tab: undefined, notices: [] }
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
    } else if (key === 'tab' && tabs.includes(value)) tab = value
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

/** What stands before `#`: equal for equal setups in equal frames. */
export function writeQuery(state: Omit<Addressed, 'selection' | 'tab'>): string {
  const run = shownRun(state)
  const preset = presets.find(({ id }) => id === run.preset) ?? presets[0]
  const frame = writeFrame(state.frame)
  const setup = run.log ? `${logKey}=1` : encodeRecipe(run.recipe, preset, lookups)
  return `?${setup}${benchQuery(state.bench, run.log ? undefined : run.recipe.own)}${frame && `&${frame}`}`
}

export function writeAddress(state: Addressed): string {
  const { selection, tab } = state
  return `${writeQuery(state)}${writeHash({ selection: { ...selection, iteration: addressedIteration(state) }, tab })}`
}
