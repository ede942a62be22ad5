/** `estimate`: advantage per rollout and credit per token of recorded rollouts, under any method. */
import type { Explain, With } from '../core/batch.ts'
import { shortestFloat } from '../core/math.ts'
import type { MethodState, SlotContext } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { legalSlots, slotsField } from '../core/recipe-slots.ts'
import { purpose, stream } from '../core/rng.ts'
import type { Taken } from '../core/slots.ts'
import { type ExchangeBatch, readExchange } from '../logs/exchange.ts'
import { type EstimateSlot, estimate } from '../methods/estimate.ts'
import { methodOf, type ResolvedMethod, resolveRecipe } from '../methods/index.ts'
import {
  type Command,
  type Options,
  paramsFrom,
  parseOptions,
  readInput,
  required,
  type Streams,
  slotWords,
  UsageError,
} from './args.ts'
import { table } from './table.ts'

export const estimateOptions = {
  method: 'value',
  slot: 'list',
  param: 'list',
  convention: 'value',
  in: 'value',
  json: 'flag',
} as const

export interface Job {
  readonly method: ResolvedMethod
  readonly params: ParamValues
  readonly batches: readonly ExchangeBatch[]
}

/** What `estimate` and `objective` share: method, parameters and file. Unknown fields are told. */
export async function readJob(options: Options, { err }: Streams): Promise<Job> {
  const id = required(options, 'method', 'grpo')
  const method = UsageError.of(() => methodFrom(methodOf(id).id, options.list('slot')))
  const params = paramsFrom(method.specs, options)
  const { batches, notices } = readExchange(await readInput(required(options, 'in', 'batch.jsonl')))
  for (const notice of notices) err(notice)
  return { method, params, batches }
}

function methodFrom(method: string, words: readonly string[]): ResolvedMethod {
  const combine = (slots: Taken) => resolveRecipe({ method, slots })
  return combine(legalSlots(slotWords(words), { method, combine }))
}

/** Logs carry no seed: methods that draw see the noise of seed 0, keyed by the iteration. */
export const contextOf = (iteration: number, iterations: number): Omit<SlotContext, 'state'> => ({
  iteration,
  iterations,
  draw: stream(0, purpose.method, iteration),
})

interface Estimated {
  readonly source: ExchangeBatch
  readonly batch: With<'advantage' | 'credit'>
  readonly explain: Explain
}

/** Iterations in order, each handing its memory to the next. */
export function estimateAll({ method, params, batches }: Job): Estimated[] {
  let states: Partial<Record<EstimateSlot, MethodState>> = {}
  return batches.map((source, k) => {
    const result = estimate(method, params, source.batch, contextOf(source.iteration ?? k, batches.length), states)
    states = result.states
    return { source, batch: result.batch, explain: result.explain }
  })
}

/** One entry per rollout, in the order of the file. */
function inFileOrder<T>(results: readonly Estimated[], read: (result: Estimated, i: number) => T): T[] {
  return results
    .flatMap(result => result.source.lines.map(({ line }, i) => ({ line, value: read(result, i) })))
    .sort((a, b) => a.line - b.line)
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

export const estimateCommand: Command = {
  summary: 'advantage and credit of recorded rollouts',
  help: `estimate --method <id> [--slot slot=method ...] --in <batch.jsonl | -> [--param key=value ...]
      [--convention paper|verl|trl] [--json]

Reads rollouts in the exchange format, one per line, and prints the advantage of each and the credit of every token
under the method. With --json: {method, slots?, params, advantage: [number | null per line], credit: [[number per token]
per line], explain: {name: {extent, values}}}, in the order of the file. Where two slots explain something under one
name, the later one's is slot.name. Rollouts of different iterations are different batches.`,
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
      const { line, group } = source.lines[i]!
      return { line, group, reward: batch.reward[i]!, tokens: batch.tokenStart[i + 1]! - batch.tokenStart[i]! }
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
