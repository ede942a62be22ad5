/** `estimate`: advantage per rollout and credit per token of recorded rollouts, under any method. */
import { type Explain, rolloutOfToken, type With } from '../core/batch.ts'
import type { Column } from '../core/columns.ts'
import type { Log, LogBatch } from '../core/log.ts'
import { shortestFloat } from '../core/math.ts'
import type { MethodState, SlotContext } from '../core/method.ts'
import { againstSampler } from '../core/old.ts'
import type { ParamSpecs, ParamValues } from '../core/params.ts'
import { oldSpecs } from '../core/recipe.ts'
import { legalSlots, slotsField } from '../core/recipe-slots.ts'
import { purpose, stream } from '../core/rng.ts'
import { show } from '../core/show.ts'
import type { Taken } from '../core/slots.ts'
import { namesOf } from '../logs/problems.ts'
import { readLog } from '../logs/read.ts'
import { type EstimateSlot, estimate } from '../methods/estimate.ts'
import { ignoredColumns, mayRead } from '../methods/ignored.ts'
import { methodOf, type ResolvedMethod, resolveRecipe } from '../methods/index.ts'
import { keptGroups } from '../methods/keep-groups.ts'
import {
  type CliCommand,
  type Options,
  paramsFrom,
  parseOptions,
  required,
  type Streams,
  slotWords,
  UsageError,
} from './args.ts'
import { logFiles } from './log-files.ts'
import { table } from './table.ts'

export const estimateOptions = {
  method: 'value',
  slot: 'list',
  param: 'list',
  convention: 'value',
  keep: 'value',
  in: 'value',
  json: 'flag',
} as const

export interface Job {
  readonly method: ResolvedMethod
  readonly params: ParamValues
  readonly batches: readonly LogBatch[]
  /** Whether groups that the method's curriculum drops are left out, as they are live. */
  readonly keep: boolean
  readonly err: Streams['err']
}

/**
 * What `estimate` and `objective` share: method, parameters (the method's and `more`) and file. What is left out or
 * changes nothing is told.
 */
export async function readJob(options: Options, { err }: Streams, more: ParamSpecs = {}): Promise<Job> {
  const id = required(options, 'method', 'grpo')
  const method = UsageError.of(() => methodFrom(methodOf(id).id, options.list('slot')))
  const params = paramsFrom({ ...method.specs, ...oldSpecs, ...more }, options)
  const keep = keepFrom(options.value('keep') ?? 'on')
  const path = required(options, 'in', 'batch.jsonl')
  const recorded = options.flag('recorded')
  const { batches, notices, problems } = await recordedLog(path, recorded ? undefined : mayRead(method), params)
  for (const notice of [...notices, ...problems]) err(notice)
  tellIgnored(method, params, batches, err)
  return { method, params, batches, keep, err }
}

/** The log in the file, with the old policy that is asked for. */
async function recordedLog(path: string, reads: readonly Column[] | undefined, { oldFrom }: ParamValues): Promise<Log> {
  const files = await logFiles([path])
  if (oldFrom !== 'sampler') return readLog(files, reads && { reads })
  const read = await readLog(files, reads && { reads: [...reads, 'samplerLogp'] })
  const where = `${path}, oldFrom=sampler`
  return { ...read, batches: read.batches.map(one => ({ ...one, batch: againstSampler(where, one.batch) })) }
}

function keepFrom(word: string): boolean {
  if (word === 'on' || word === 'off') return word === 'on'
  throw new UsageError('--keep', 'on or off', show(word), 'Off: groups that the method would drop are estimated too.')
}

/** Once per file: what stands in it for nothing. */
function tellIgnored(
  method: ResolvedMethod,
  params: ParamValues,
  batches: readonly LogBatch[],
  err: Streams['err'],
): void {
  const [first] = batches
  if (!first) return
  const context = () => logContext(first.iteration ?? 0, batches.length)
  const ignored = ignoredColumns(method, params, first.batch, context)
    .filter(column => column !== 'samplerLogp' || params.oldFrom !== 'sampler')
    .map(column => (column === 'turnReward' ? 'turns[].reward' : column))
  const them = ignored.length === 1 ? 'it' : 'them'
  if (ignored.length > 0)
    err(`${method.method.id} does not read ${ignored.join(', ')}: without ${them} all is the same.`)
}

function methodFrom(method: string, words: readonly string[]): ResolvedMethod {
  const combine = (slots: Taken) => resolveRecipe({ method, slots })
  return combine(legalSlots(slotWords(words), { method, combine }))
}

/** Logs carry no seed: methods that draw see the noise of seed 0, keyed by the iteration. */
export const logContext = (iteration: number, iterations: number): Omit<SlotContext, 'state'> => ({
  iteration,
  iterations,
  draw: stream(0, purpose.method, iteration),
})

interface Estimated {
  readonly source: LogBatch
  readonly batch: With<'advantage' | 'credit'>
  readonly explain: Explain
  /** Rollouts that a live run would train on, where it drops some; undefined: all. */
  readonly rows: readonly number[] | undefined
}

/** Iterations in order, each handing its memory to the next. What is dropped is silent: advantage and credit 0. */
export function estimateAll({ method, params, batches, keep, err }: Job): Estimated[] {
  let states: Partial<Record<EstimateSlot, MethodState>> = {}
  return batches.map((source, k) => {
    const context = logContext(source.iteration ?? k, batches.length)
    const { batch, explain, states: next } = estimate(method, params, source.batch, context, states)
    const kept = keep ? keptGroups(method, params, source.batch, { ...context, state: states.reward }) : undefined
    states = next
    if (!kept) return { source, batch, explain, rows: undefined }
    err(droppedNotice(method, source, kept))
    const rows = [...batch.group.keys()].filter(i => kept[batch.group[i]!])
    const values = Float32Array.from(kept)
    return { source, batch: silenced(batch, kept), explain: { ...explain, kept: { extent: 'group', values } }, rows }
  })
}

function droppedNotice({ method }: ResolvedMethod, { groupNames, iteration }: LogBatch, kept: Uint8Array): string {
  const dropped = groupNames.filter((_, group) => !kept[group])
  const where = iteration === undefined ? '' : ` in iteration ${iteration}`
  return `${method.id} drops ${dropped.length} of ${kept.length} groups${where}, as it does live: ${namesOf(dropped)}. --keep off estimates them too.`
}

function silenced(batch: With<'advantage' | 'credit'>, kept: Uint8Array): With<'advantage' | 'credit'> {
  const owner = rolloutOfToken(batch)
  const isKept = (i: number) => kept[batch.group[i]!] !== 0
  return {
    ...batch,
    advantage: batch.advantage.map((a, i) => (isKept(i) ? a : 0)),
    credit: batch.credit.map((c, t) => (isKept(owner[t]!) ? c : 0)),
  }
}

/** One entry per rollout, in the order of the file. */
function inFileOrder<T>(results: readonly Estimated[], read: (result: Estimated, i: number) => T): T[] {
  return results
    .flatMap(result => result.source.rollouts.map(({ order }, i) => ({ order, value: read(result, i) })))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value)
}

/** JSON has no NaN: null. */
export const plain = (value: number): number | null => (Number.isFinite(value) ? shortestFloat(value) : null)

export const tokensOf = ({ batch }: Pick<Estimated, 'batch'>, i: number, values: Float32Array): (number | null)[] =>
  Array.from(values.subarray(batch.tokenStart[i]!, batch.tokenStart[i + 1]!), plain)

/** Per rollout and per token in file order; per turn and per group as the batches hold them. */
function explainAll(results: readonly Estimated[]): Record<string, { extent: string; values: unknown[] }> {
  const names = [...new Set(results.flatMap(({ explain }) => Object.keys(explain)))]
  const columnOf = (name: string) => {
    const extent = results.map(({ explain }) => explain[name]?.extent).find(known => known !== undefined) ?? 'rollout'
    const valuesOf = ({ explain }: Estimated) => explain[name]?.values ?? new Float32Array()
    if (extent === 'rollout')
      return { extent, values: inFileOrder(results, (result, i) => plain(valuesOf(result)[i]!)) }
    if (extent === 'token')
      return { extent, values: inFileOrder(results, (result, i) => tokensOf(result, i, valuesOf(result))) }
    return { extent, values: results.flatMap(result => Array.from(valuesOf(result), plain)) }
  }
  return Object.fromEntries(names.map(name => [name, columnOf(name)]))
}

export const estimateCommand: CliCommand = {
  summary: 'advantage and credit of recorded rollouts',
  help: `estimate --method <id> [--slot slot=method ...] --in <batch.jsonl | -> [--param key=value ...]
      [--convention paper|trl|verl|...] [--keep on|off] [--json]

Reads rollouts in the exchange format, or any other that "import" knows, and prints the advantage of each and the credit of every token
under the method. With --json: {method, slots?, params, advantage: [number | null per line], credit: [[number per token]
per line], explain: {name: {extent, values}}}, in the order of the file. Where two slots explain something under one
name, the later one's is slot.name. Rollouts of different iterations are different batches.
Groups that the method's curriculum drops are silent, as they are live; --keep off estimates them too.
--param oldFrom=sampler takes "samplerLogp" for "oldLogp", as a run with this setting does.`,
  run: async (args, streams) => {
    const options = parseOptions(args, estimateOptions)
    const job = await readJob(options, streams)
    const results = estimateAll(job)
    const advantage = inFileOrder(results, ({ batch }, i) => plain(batch.advantage[i]!))
    if (options.flag('json')) {
      const credit = inFileOrder(results, (result, i) => tokensOf(result, i, result.batch.credit))
      const report = {
        method: job.method.method.id,
        ...slotsField(job.method.taken),
        params: job.params,
        advantage,
        credit,
        explain: explainAll(results),
      }
      streams.out(JSON.stringify(report))
      return 0
    }
    const rows = inFileOrder(results, ({ source, batch }, i) => {
      const { source: place, group } = source.rollouts[i]!
      return {
        line: place.row,
        group,
        reward: batch.reward[i]!,
        tokens: batch.tokenStart[i + 1]! - batch.tokenStart[i]!,
      }
    })
    streams.out(
      table(
        ['line', 'group', 'tokens', 'reward', 'advantage'],
        rows.map((row, k) => [row.line, row.group, row.tokens, row.reward, advantage[k] ?? Number.NaN]),
      ),
    )
    return 0
  },
}
