/**
 * Where a response pauses and what it comes back to, read off attention maps (arXiv 2510.13554). A map is [S][S]: row t says
 * how much position t looks at each position up to itself; the response begins at position `start`.
 */
import { type Numbers, quantile, sum } from '../math.ts'
import { choice, number } from '../params.ts'

export type AttentionMap = readonly Numbers[]

const positionsFrom = (map: AttentionMap, start: number): number[] =>
  Array.from({ length: Math.max(0, map.length - start) }, (_, i) => start + i)

/** How far back position t looks on average, distances beyond `most` counting as `most`. */
const lookBack = (map: AttentionMap, t: number, most: number): number => {
  let total = 0
  for (let s = 0; s <= t; s++) total += map[t]![s]! * Math.min(t - s, most)
  return total
}

/** Mean distance that the response looks back: short for local heads, long for global ones. 0 without a response. */
export function headSpan(map: AttentionMap, start: number): number {
  const positions = positionsFrom(map, start)
  return positions.length === 0 ? 0 : sum(positions.map(t => lookBack(map, t, map.length))) / positions.length
}

/** Windowed average attention distance of each response token, in [0, window]. Eq. 7. */
export const averageDistance = (map: AttentionMap, start: number, window: number): number[] =>
  positionsFrom(map, start).map(t => lookBack(map, t, window))

/** Future attention influence: how much later tokens, `low` to `high` ahead, look at each. 0 where there are none. Eq. 8. */
export const futureInfluence = (map: AttentionMap, start: number, low: number, high: number): number[] =>
  positionsFrom(map, start).map(s => {
    const later = positionsFrom(map, s + low).filter(t => t <= s + high)
    return later.length === 0 ? 0 : sum(later.map(t => map[t]![s]!)) / later.length
  })

export const rhythmRules = ['coupled', 'local', 'global', 'coupled, overwriting'] as const
export type RhythmRule = (typeof rhythmRules)[number]

export interface Rhythm {
  /** Change of the look-back to the next token; 0 for the last. */
  readonly jump: readonly number[]
  /** 1 = the jump is among the largest: a chunk begins or ends here. */
  readonly local: readonly number[]
  /** 1 = the influence is among the largest: an anchor. */
  readonly anchor: readonly number[]
  /** 1 = an anchor inside a chunk that an earlier token introduced. */
  readonly dominated: readonly number[]
  /** 1 = introduces the chunk of a dominated anchor. */
  readonly intro: readonly number[]
  /** Factor of the credit. */
  readonly factor: readonly number[]
}

export interface RhythmParams {
  readonly rule: RhythmRule
  /** Share of tokens that are raised. */
  readonly share: number
  readonly raise: number
  /** Share of a dominated anchor's bonus that goes to its intro. */
  readonly handBack: number
  /** How far before an anchor its intro is looked for. */
  readonly reach: number
}

const flag = (condition: boolean): number => (condition ? 1 : 0)
const topOf = (values: readonly number[], share: number): number[] => {
  const edge = quantile(values, 1 - share)
  return values.map(value => flag(value >= edge))
}
/** The middle value, of two the lower: the thresholds that the paper does not give. */
const lowerMedian = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[(values.length - 1) >> 1]!

/** The rhythm of one response, from its tokens' distances and influences. Eqs. 13-18. */
export function rhythmOf(distance: readonly number[], influence: readonly number[], given: RhythmParams): Rhythm {
  const { rule, share, raise, handBack, reach } = given
  const jump = distance.map((d, t) => (t + 1 < distance.length ? Math.abs(d - distance[t + 1]!) : 0))
  const [local, anchor] = [topOf(jump, share), topOf(influence, share)]
  const [near, far] = [lowerMedian(distance), lowerMedian(jump)]
  const intro = jump.map(() => 0)
  const dominated = anchor.map((is, t) => {
    const before = jump.slice(Math.max(0, t - reach), t)
    const highest = Math.max(...before, Number.NEGATIVE_INFINITY)
    if (is === 0 || distance[t]! > near || before.length === 0 || highest < far) return 0
    intro[t - before.length + before.indexOf(highest)] = 1
    return 1
  })
  const bonus = raise - 1
  const factor = jump.map((_, t) => {
    const kept = dominated[t] === 1 ? (1 - handBack) * bonus : anchor[t]! * bonus
    const given = intro[t]! * handBack * bonus
    if (rule === 'local') return 1 + local[t]! * bonus
    if (rule === 'global') return 1 + anchor[t]! * bonus
    return rule === 'coupled' || intro[t] === 0 ? 1 + kept + given : 1 + given
  })
  return { jump, local, anchor, dominated, intro, factor }
}

/** What is raised, and over which distances the attention maps are read (engine/columns/look*.ts). */
export const rhythmParams = {
  rhythmRule: choice({
    label: 'Rule',
    options: rhythmRules,
    default: 'coupled',
    paper: 'coupled',
    note: 'Which anchors are raised: those of chunks, those that later tokens look at, or both.',
  }),
  rhythmShare: number({
    label: 'Share of tokens raised',
    default: 0.4,
    paper: 0.4,
    min: 0,
    max: 1,
    note: 'The most striking tokens, by quantile.',
  }),
  introReach: number({
    label: 'Tokens back to the intro',
    default: 3,
    paper: 3,
    min: 1,
    max: 50,
    integer: true,
    note: 'How far before a chunk the token may lie that opened it.',
  }),
}
