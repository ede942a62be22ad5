/**
 * What a link may ask of the page's frame. `?show=groups&scale=1.6`: one picture, enlarged. `?hide=setup,answers`: parts
 * left out, as a teacher wants it. `?embed=1`: no frame at all, for a page that holds this one.
 */
import { clamp } from '../core/math.ts'
import { sayEach, show } from '../core/show.ts'

export interface Frame {
  readonly hide: readonly HidablePart[]
  /** Id of the one panel that is shown; undefined shows the whole playground. */
  readonly show: string | undefined
  /** Of all text and pictures of the shown panel. */
  readonly scale: number
  readonly embed: boolean
}

/** What can be left out, and what it is, as the dialog says it. */
export const hidable = {
  setup: 'Setup: the sentence above the work and all settings',
  curves: 'Time line and curves',
  method: 'Method: its name, its formula and the page about it',
  answers: 'Answers: what the page notices by itself',
} as const
export type HidablePart = keyof typeof hidable
export const hidableParts = Object.keys(hidable).filter(isHidable)

function isHidable(word: string): word is HidablePart {
  return Object.hasOwn(hidable, word)
}

export const wholeFrame: Frame = { hide: [], show: undefined, scale: 1, embed: false }

/** Of a presented panel. */
export const scales = { least: 1, most: 4, usual: 1.6 } as const

/** Words of the query that speak of the frame, and not of the setup. */
export const frameKeys = ['hide', 'show', 'scale', 'embed'] as const

/** `tabs`: ids of the panels that there are. What cannot be read is told and passed over. */
export function readFrame(query: string, tabs: readonly string[]): { frame: Frame; notices: readonly string[] } {
  const given = new URLSearchParams(query)
  const words = (given.get('hide') ?? '').split(',').filter(Boolean)
  const strange = [...new Set(words)].filter(word => !isHidable(word))
  const notices = [
    ...sayEach(strange, word => say('hide', hidableParts.join(', '), word, 'Hiding nothing for it')),
    ...unknownPanel(given.get('show'), tabs),
    ...strangeNumber(given.get('scale')),
    ...strangeSwitch(given.get('embed')),
  ]
  return { frame: legalFrame(given, words, tabs), notices }
}

function legalFrame(given: URLSearchParams, words: readonly string[], tabs: readonly string[]): Frame {
  const panel = given.get('show') ?? undefined
  const shown = panel !== undefined && tabs.includes(panel) ? panel : undefined
  return {
    hide: hidableParts.filter(part => words.includes(part)),
    show: shown,
    scale: shown === undefined ? 1 : legalScale(given.get('scale')),
    embed: given.get('embed') === '1',
  }
}

const say = (key: string, expected: string, got: string, cure: string): string =>
  `${key}: expected ${expected}, got ${show(got)}. ${cure}.`

const unknownPanel = (panel: string | null, tabs: readonly string[]): string[] =>
  panel === null || tabs.includes(panel) ? [] : [say('show', `one of ${tabs.join(', ')}`, panel, 'Showing all')]

const range = `a number from ${scales.least} to ${scales.most}`
const isScale = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text))
const legalScale = (text: string | null): number =>
  text === null || !isScale(text)
    ? scales.usual
    : clamp(Math.round(100 * Number(text)) / 100, scales.least, scales.most)

function strangeNumber(text: string | null): string[] {
  if (text === null || (isScale(text) && legalScale(text) === Number(text))) return []
  return [say('scale', range, text, `Taking ${legalScale(text)}`)]
}

const strangeSwitch = (text: string | null): string[] =>
  text === null || text === '1' || text === '0' ? [] : [say('embed', '1', text, 'Not embedding')]

/** Such as `hide=setup,curves&embed=1`; empty for the whole frame. Commas stay readable. */
export function writeFrame({ hide, show: panel, scale, embed }: Frame): string {
  const words = [
    ...(hide.length > 0 ? [`hide=${hide.join(',')}`] : []),
    ...(panel === undefined ? [] : [`show=${encodeURIComponent(panel)}`, `scale=${scale}`]),
    ...(embed ? ['embed=1'] : []),
  ]
  return words.join('&')
}
