/** Which charts there are, and which lines each has. Labels and units come from the metrics' own declarations. */
import { isMeasured, type Metrics, metricSpecOf } from '../../core/metrics.ts'
import { type Phase, phases } from '../../core/snapshot.ts'
import { fixed, percent, short } from '../kit/numbers.ts'
import type { Band } from './bands.ts'

export interface ChartLine {
  readonly metric: string
  /** Beside the chart's title, where there is more than one line. */
  readonly name: string
  /** Place in the fixed order of run colours (theme.css). */
  readonly hue: number
  readonly dash?: string
}

export interface ChartSpec {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly note: string
  readonly lines: readonly ChartLine[]
  /** Both ends, or `auto` above a fixed bottom, or `free`. */
  readonly range: 'share' | 'fromZero' | 'free'
  /** The axis spans at least this much; omitted: a tenth of the largest value. */
  readonly leastSpan?: number
  /** It shows how this is distributed, not lines. */
  readonly band?: Band
  /** Marks where the policy started. */
  readonly startBand?: boolean
}

const chart = (id: string, range: ChartSpec['range'], more: Partial<ChartSpec> = {}): ChartSpec => {
  const spec = metricSpecOf(id)
  const lines = more.lines ?? [{ metric: id, name: '', hue: 1 }]
  const unit = metricSpecOf(lines[0]?.metric ?? id)?.unit
  // A share is written as one: 38 %.
  const shownUnit = unit === undefined || unit === 'share' ? '' : unit
  return { id, title: spec?.label ?? id, unit: shownUnit, note: spec?.note ?? '', range, ...more, lines }
}

const fixedCharts: readonly ChartSpec[] = [
  chart('reward', 'free', { leastSpan: 0.05 }),
  chart('pass', 'share', {
    title: 'pass@k',
    note: 'Solid: one response. Dashed: at least one of k is correct; it falls when diversity is lost.',
    lines: [
      { metric: 'passAt1', name: 'k=1', hue: 1 },
      { metric: 'passAt4', name: 'k=4', hue: 3, dash: '5 3' },
      { metric: 'passAtK', name: 'k=all', hue: 2, dash: '2 2' },
    ],
  }),
  chart('handedOut', 'share', {
    title: 'Handed out: right',
    note: 'Solid: the response that was chosen. Dotted: any of those that were found, which no choice can be better than. Dashed: the mean over all of them.',
    lines: [
      { metric: 'chosenRight', name: 'chosen', hue: 1 },
      { metric: 'anyRight', name: 'any', hue: 2, dash: '2 2' },
      { metric: 'correct', name: 'mean', hue: 3, dash: '5 3' },
    ],
  }),
  chart('tokensSpent', 'fromZero'),
  chart('judgeCalls', 'fromZero'),
  chart('logRatios', 'free', {
    title: 'Log-ratio of pairs',
    note: 'Of the chosen and of the rejected response to the reference. Only their distance is in the loss: both may fall.',
    lines: [
      { metric: 'chosenLogRatio', name: 'chosen', hue: 1 },
      { metric: 'rejectedLogRatio', name: 'rejected', hue: 4, dash: '5 3' },
    ],
  }),
  chart('margin', 'free'),
  chart('entropy', 'fromZero', { startBand: true }),
  chart('kl', 'free'),
  chart('covariance', 'free'),
  chart('noSignal', 'share'),
  chart('withSignal', 'share'),
  chart('lengths', 'fromZero', {
    title: 'Length',
    note: 'Correct and wrong responses apart: wrong ones drift up under length bias.',
    lines: [
      { metric: 'lengthCorrect', name: '✓', hue: 1 },
      { metric: 'lengthWrong', name: '✗', hue: 4, dash: '5 3' },
    ],
  }),
  chart('clip', 'fromZero', {
    title: 'Clipped',
    note: 'Share of tokens whose gradient a clip removed; 0 on the first update of a batch.',
    lines: [
      { metric: 'clipLow', name: 'low', hue: 4, dash: '5 3' },
      { metric: 'clipHigh', name: 'high', hue: 1 },
    ],
  }),
  chart('gradNorm', 'fromZero'),
  chart('distinctCorrect', 'fromZero'),
  chart('correct', 'share'),
  chart('truncated', 'share'),
  chart('oldKl', 'free'),
  chart('valueLoss', 'fromZero'),
  chart('rolloutsSampled', 'fromZero'),
  chart('loss', 'free'),
]

/** Offered where a run measures them. */
const occasional: readonly ChartSpec[] = [
  chart('againstCredit', 'share'),
  chart('valueClipped', 'fromZero'),
  chart('groupsDropped', 'fromZero'),
  chart('rounds', 'fromZero'),
  chart('hinted', 'share'),
  chart('replayed', 'share'),
]

/** Distributions over the batches that were kept. */
export const bandCharts: readonly ChartSpec[] = (
  [
    [
      'advantage',
      'free',
      'Advantages',
      'Of all responses of a batch: median, the middle half, and nine in ten of them.',
    ],
    ['ratio', 'free', 'Ratios after the update', 'Of all tokens: where they leave 1, the update moved the policy.'],
    ['length', 'fromZero', 'Lengths', 'Tokens of all responses, right or wrong.'],
  ] as const
).map(([band, range, title, note]) => ({ id: `band-${band}`, title, unit: '', note, lines: [], range, band }))

/** Not a line at all: drawn by a picture of its own. */
export const watchChart: ChartSpec = {
  id: 'watch',
  title: 'Watch one problem',
  unit: '',
  note: 'Its answers every ten iterations, under the same luck.',
  lines: [],
  range: 'free',
}

const usual: readonly string[] = ['reward', 'pass', 'entropy', 'kl', 'noSignal', watchChart.id]

/** What a run shows before anybody chooses: what its phases are there for. */
export function firstChartsOf(run: readonly Phase[]): readonly string[] {
  if (run.includes('select')) return ['handedOut', 'tokensSpent', 'judgeCalls', 'pass', watchChart.id]
  if (run.includes('pair')) return ['reward', 'pass', 'logRatios', 'margin', 'kl', watchChart.id]
  return usual
}

/** The fixed charts that a run of these phases can fill, one for each part of the reward and each source of problems and each learned model that this run reports, and one for each number of the method's own. */
export function chartsOf(series: readonly Metrics[], run: readonly Phase[] = phases): ChartSpec[] {
  const reported = Object.keys(series.at(-1) ?? {})
  const parts = reported.filter(id => id.startsWith('reward/')).map(id => chart(id, 'free'))
  const sources = reported.filter(id => id.startsWith('source/')).map(id => chart(id, 'share'))
  const models = reported.filter(id => id.startsWith('modelLoss/')).map(id => chart(id, 'fromZero'))
  const sometimes = occasional.filter(({ id }) => reported.includes(id))
  const own = reported.filter(id => metricSpecOf(id) === undefined)
  const note = 'Measured by the method itself; its page says what it is.'
  const offered = fixedCharts.filter(({ lines }) => lines.every(({ metric }) => isMeasured(metric, run)))
  return [
    ...offered,
    ...sometimes,
    ...parts,
    ...sources,
    ...models,
    ...own.map(id => chart(id, 'free', { title: inWords(id), note })),
  ]
}

/** planEntropy -> Plan entropy */
const inWords = (id: string): string => {
  const words = id.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A value as it stands in a chart's head, in the metric's own unit. */
export function shown(metric: string, value: number | undefined): string {
  if (value === undefined) return '–'
  const unit = metricSpecOf(metric)?.unit
  if (unit === 'share') return percent(value)
  if (unit === 'tokens') return fixed(value, 1)
  return Math.abs(value) >= 0.1 || value === 0 ? fixed(value, value >= 100 ? 0 : 2) : short(value)
}
