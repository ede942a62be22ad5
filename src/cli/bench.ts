/** `bench`: recorded rollouts under many methods, side by side. */
import type { LogBatch } from '../core/log.ts'
import { pick } from '../core/math.ts'
import { defaultsOf } from '../core/params.ts'
import { microSpecs } from '../core/recipe.ts'
import { show } from '../core/show.ts'
import { readLog } from '../logs/read.ts'
import {
  type Comparison,
  compare,
  type Entry,
  entryOf,
  isMeasured,
  isQuantity,
  type Measured,
  material,
  measure,
  type Outcome,
  perResponse,
  type Quantity,
  usualRows,
} from '../methods/bench.ts'
import { reasons, relation } from '../methods/bench-why.ts'
import { objectiveGradient } from '../methods/gradient.ts'
import { mayRead } from '../methods/ignored.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { type CliCommand, type Options, parseOptions, required, UsageError } from './args.ts'
import { logContext, plain } from './estimate.ts'
import { logFiles } from './log-files.ts'
import { table } from './table.ts'

const benchOptions = {
  in: 'value',
  methods: 'value',
  base: 'value',
  quantity: 'value',
  json: 'flag',
  csv: 'flag',
} as const

/** One iteration of the file: a number per response for every row that has them. */
interface Benched {
  readonly source: LogBatch
  readonly outcomes: readonly Outcome[]
  /** By key. */
  readonly values: ReadonlyMap<string, Float32Array>
}

const quantityOf = (options: Options): Quantity => {
  const word = options.value('quantity') ?? 'advantage'
  if (isQuantity(word)) return word
  throw new UsageError('--quantity', 'advantage, credit or weight', show(word), 'Weight is the slope of the loss.')
}

/** The rows that are asked for, the base among them. */
function entriesOf(options: Options): { readonly entries: readonly Entry[]; readonly base: string } {
  const keys = options.value('methods')?.split(',') ?? usualRows
  const base = options.value('base') ?? keys[0] ?? ''
  const entries = UsageError.of(() => [...new Set([base, ...keys])].map(key => entryOf(key)))
  return { entries, base }
}

/** [n] what a row gives each response: its advantage, or the sum over its tokens. */
function valuesOf(measured: Measured, quantity: Quantity, source: LogBatch): Float32Array {
  const { batch, entry } = measured
  switch (quantity) {
    case 'advantage':
      return batch.advantage
    case 'credit':
      return perResponse(batch, batch.credit)
    case 'weight': {
      const params = { ...defaultsOf(microSpecs), ...entry.params }
      const context = { ...logContext(source.iteration ?? 0, 1), state: undefined }
      const { gradient } = objectiveGradient(tf, entry.method, params, batch, context)
      return perResponse(batch, gradient.logp ?? []).map(slope => -slope)
    }
  }
}

function benched(source: LogBatch, entries: readonly Entry[], quantity: Quantity): Benched {
  const given = material(source.batch)
  const measured = entries.map(entry => measure(entry, given, source.iteration ?? 0))
  const values = new Map<string, Float32Array>()
  const outcomes = measured.map((outcome): Outcome => {
    if (!isMeasured(outcome)) return outcome
    try {
      values.set(outcome.entry.key, valuesOf(outcome, quantity, source))
      return outcome
    } catch (error) {
      return { entry: outcome.entry, because: error instanceof Error ? error.message : String(error) }
    }
  })
  return { source, outcomes, values }
}

/** Per line of the file, in its order. */
function inOrder<T>(all: readonly Benched[], read: (one: Benched, i: number) => T): T[] {
  return all
    .flatMap(one => one.source.rollouts.map(({ order }, i) => ({ order, value: read(one, i) })))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value)
}

const groupRows = ({ source }: Benched, group: number): number[] =>
  source.rollouts.flatMap((_, i) => (source.batch.group[i] === group ? [i] : []))

interface GroupReport {
  readonly iteration: number | null
  readonly group: string
  readonly key: string
  readonly comparison: Comparison
  readonly says: string
}

/** How each row stands to the base in each group, with the reasons at the response that differs most. */
function groupReports(one: Benched, base: string): GroupReport[] {
  const reference = one.outcomes.find(({ entry }) => entry.key === base)
  return one.source.groupNames.flatMap((group, g) => {
    const rows = groupRows(one, g)
    return one.outcomes.flatMap((outcome): GroupReport[] => {
      const [own, other] = [one.values.get(outcome.entry.key), one.values.get(base)]
      if (!own || !other || !isMeasured(outcome) || !reference || !isMeasured(reference)) return []
      const [mine, theirs] = [pick(own, rows), pick(other, rows)]
      const most = rows.reduce((at, row) => (distance(own, other, row) > distance(own, other, at) ? row : at), rows[0]!)
      const why = outcome.entry.key === base ? [] : reasons(reference, outcome, most)
      const says =
        outcome.entry.key === base ? 'base' : [relation(theirs, mine), ...why.map(word => `${word}.`)].join(' ')
      const iteration = one.source.iteration ?? null
      return [{ iteration, group, key: outcome.entry.key, comparison: compare(mine, theirs), says }]
    })
  })
}

const distance = (a: Float32Array, b: Float32Array, at: number): number => Math.abs(a[at]! - b[at]!)

const quoted = (text: string | number): string => {
  const words = typeof text === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : String(text)
  return /[",\n\r]/.test(words) ? `"${words.replace(/"/g, '""')}"` : words
}

const lineHead = ['row', 'group', 'reward'] as const
const lineOf = ({ source }: Benched, i: number): (string | number)[] => {
  const { source: place, group } = source.rollouts[i]!
  return [place.row, group, plain(source.batch.reward[i]!) ?? '']
}

export const benchCommand: CliCommand = {
  summary: 'recorded rollouts under many methods, side by side',
  help: `bench --in <batch.jsonl | -> [--methods a,b,c] [--base grpo] [--quantity advantage|credit|weight] [--json | --csv]

Reads rollouts in the exchange format and prints what each method makes of them, per response: its advantage, the sum of
its credit, or its gradient weight (how much one unit of its log-probabilities lowers the loss). A method is an id, or
id@convention for the settings of a trainer: grpo@trl, grpo@nemo-rl. Without --methods: ${usualRows.join(', ')}.
Then, per group, how each row stands to the base, and why. What the file lacks for a method is told; the others go on.
With --csv: a line per response, a column per method. With --json: {quantity, base, methods: [{key, title, params,
values: [number | null per response] | because}], groups: [{iteration, group, key, comparison, says}]}.`,
  run: async (args, streams) => {
    const options = parseOptions(args, benchOptions)
    const quantity = quantityOf(options)
    const { entries, base } = entriesOf(options)
    const path = required(options, 'in', 'batch.jsonl')
    const reads = [...new Set(entries.flatMap(({ method }) => mayRead(method)))]
    const { batches, notices } = await readLog(await logFiles([path]), reads && { reads })
    for (const notice of notices) streams.err(notice)
    if (quantity === 'weight') await openBackend('cpu')
    const all = batches.map(source => benched(source, entries, quantity))
    for (const { entry, because } of all.flatMap(({ outcomes }) => outcomes.filter(refused)))
      streams.err(`${entry.key}: ${because}`)
    const valueAt = (key: string) => (one: Benched, i: number) => {
      const value = one.values.get(key)?.[i]
      return value === undefined ? null : plain(value)
    }
    if (options.flag('json')) streams.out(JSON.stringify(reportOf(all, entries, base, quantity)))
    else if (options.flag('csv')) {
      const rows = inOrder(all, (one, i) => [
        ...lineOf(one, i),
        ...entries.map(({ key }) => valueAt(key)(one, i) ?? ''),
      ])
      const head = [...lineHead, ...entries.map(({ key }) => key)]
      streams.out([head, ...rows].map(cells => cells.map(quoted).join(',')).join('\n'))
    } else {
      const rows = inOrder(all, (one, i) => [
        ...lineOf(one, i),
        ...entries.map(({ key }) => valueAt(key)(one, i) ?? 'none'),
      ])
      streams.out(table([...lineHead, ...entries.map(({ key }) => key)], rows))
      const groups = all.flatMap(one => groupReports(one, base)).filter(({ key }) => key !== base)
      streams.out('')
      streams.out(
        table(
          ['group', 'method', 'sum', 'largest', 'to base', 'rank', 'why'],
          groups.map(({ group, key, comparison: { sum, largest, ratio, rank }, says }) => [
            group,
            key,
            ...[sum, largest, ratio, rank].map(value =>
              Number.isNaN(value) ? 'none' : Math.abs(value) < 1e-6 ? 0 : value,
            ),
            says,
          ]),
        ),
      )
    }
    return 0
  },
}

const refused = (outcome: Outcome): outcome is Exclude<Outcome, Measured> => !isMeasured(outcome)

function reportOf(all: readonly Benched[], entries: readonly Entry[], base: string, quantity: Quantity) {
  const because = (key: string) =>
    all.flatMap(({ outcomes }) => outcomes.filter(refused)).find(({ entry }) => entry.key === key)?.because
  return {
    quantity,
    base,
    methods: entries.map(({ key, title, params }) => {
      const values = inOrder(all, (one, i) => plain(one.values.get(key)?.[i] ?? Number.NaN))
      const why = because(key)
      return { key, title, params, values, ...(why !== undefined && { because: why }) }
    }),
    groups: all.flatMap(one => groupReports(one, base)),
  }
}
