/**
 * Where an estimator of one's own runs: QuickJS, an interpreter compiled to WebAssembly, in a memory of its own. The
 * program in it sees the language and the contract's helpers, and nothing of the page: no network, document, storage,
 * clock or chance. Only text goes in and out. Each run begins anew, with its time and its memory counted.
 */
import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core'
import { bounded, show } from '../core/show.ts'
import type { Given, Group } from './contract.ts'
import { openQuickjs } from './quickjs.ts'
import { stripTypes } from './strip-types.ts'

/** What is wrong with a program, for its author. */
export interface Fault {
  readonly message: string
  /** From 1, of the source; undefined where it is about no line. */
  readonly line: number | undefined
}
export type Ran = { readonly given: Given } | { readonly fault: Fault }

/** Milliseconds for one run of all groups. Its memory is limited by what the interpreter has (quickjs.ts). */
export const usualTime = 500
/** Milliseconds on top per character of a batch, which the interpreter must read first: some twice what it takes. */
const readingTime = 1e-4

/** Characters that may come back: a number of each of some hundred thousand tokens. */
const longestAnswer = 2 ** 23

export interface Sandbox {
  /** Calls the program's `advantage` or `credit` for each group. Never throws on what the program does. */
  readonly run: (source: string, groups: readonly Group[], milliseconds?: number) => Ran
}

let opening: Promise<Sandbox> | undefined

/** The interpreter is fetched once; then all is synchronous. */
export function openSandbox(): Promise<Sandbox> {
  opening ??= openQuickjs().then(quickjs => ({
    run: (source, groups, milliseconds = usualTime) => runIn(quickjs, source, groups, milliseconds),
  }))
  return opening
}

const file = 'estimator.ts'

/** What the language leaves out: nothing that reads a clock, waits, or cannot be interrupted. */
const intrinsics = {
  BaseObjects: true,
  Eval: true,
  JSON: true,
  MapSet: true,
  TypedArrays: true,
  BigInt: true,
  StringNormalize: false,
  Date: false,
  RegExp: false,
  RegExpCompiler: false,
  Proxy: false,
  Promise: false,
} as const

/**
 * The helpers, and the one function that the host calls. It is held before the program runs, with all that it uses: what
 * the program does to its own globals stays its own affair.
 */
const prelude = `(() => {
  'use strict'
  const { parse, stringify } = JSON
  const [error, text] = [Error, String]
  const sum = values => { let total = 0; for (let i = 0; i < values.length; i++) total += values[i]; return total }
  const mean = values => sum(values) / values.length
  const std = (values, ddof = 1) => {
    if (values.length <= ddof) return 0
    const centre = mean(values)
    let squares = 0
    for (let i = 0; i < values.length; i++) squares += (values[i] - centre) ** 2
    return Math.sqrt(squares / (values.length - ddof))
  }
  const clip = (value, low, high) => value < low ? low : value > high ? high : value
  const exports = {}
  const require = name => { throw new error('nothing can be imported here: "' + name + '"') }
  Math['random'] = () => { throw new error('there is no chance here: the same batch must give the same numbers') }
  for (const name of ['SharedArrayBuffer', 'Atomics']) delete globalThis[name]
  for (const [name, value] of Object.entries({ sum, mean, std, clip, exports, require })) globalThis[name] = value
  return (input, find) => {
    const groups = parse(input)
    const { kind, estimate } = find(exports)
    const answers = []
    for (let g = 0; g < groups.length; g++) answers[g] = estimate(groups[g])
    return stringify({ kind, groups: answers }, (_, value) =>
      typeof value === 'number' && value - value !== 0 ? text(value) : value)
  }
})()`

/** Looks the program's function up: exported, or only declared. */
const finder = `(exported => {
  const own = (name, declared) => exported[name] ?? declared()
  const credit = own('credit', () => typeof credit_() === 'function' ? credit_() : undefined)
  const advantage = own('advantage', () => typeof advantage_() === 'function' ? advantage_() : undefined) ?? exported.default
  if (typeof advantage === 'function') return { kind: 'advantage', estimate: advantage }
  if (typeof credit === 'function') return { kind: 'credit', estimate: credit }
  throw new Error('expected a function advantage(group) or credit(group), found none')
  function credit_() { try { return globalThis.credit } catch { return undefined } }
  function advantage_() { try { return globalThis.advantage } catch { return undefined } }
})`

function runIn(quickjs: QuickJSWASMModule, source: string, groups: readonly Group[], milliseconds: number): Ran {
  const stripped = stripTypes(source, file)
  if ('fault' in stripped) return stripped
  const runtime = quickjs.newRuntime()
  const input = JSON.stringify(groups)
  const end = performance.now() + milliseconds + readingTime * input.length
  runtime.setMaxStackSize(2 ** 18)
  runtime.setInterruptHandler(() => performance.now() > end)
  try {
    const context = runtime.newContext({ intrinsics })
    try {
      return answer(context, stripped.code, input)
    } finally {
      context.dispose()
    }
  } catch (error) {
    // What the interpreter itself gives up on: its memory is thrown away with it.
    return { fault: { message: limitWords(error instanceof Error ? error.message : show(error)), line: undefined } }
  } finally {
    disposeQuietly(runtime)
  }
}

/** An interpreter that ran out of memory in the middle of something cannot count what it let go; it is gone all the same. */
function disposeQuietly(runtime: { readonly dispose: () => void }): void {
  try {
    runtime.dispose()
  } catch {
    // Nothing refers to it any more.
  }
}

function answer(context: QuickJSContext, code: string, input: string): Ran {
  const held: QuickJSHandle[] = []
  const evaluate = (text: string, name: string): QuickJSHandle | Fault => {
    const result = context.evalCode(text, name)
    if (result.error) return faultOf(context, result.error)
    held.push(result.value)
    return result.value
  }
  try {
    const call = evaluate(prelude, 'prelude.js')
    if ('message' in call) return { fault: call }
    const find = evaluate(finder, 'prelude.js')
    if ('message' in find) return { fault: find }
    const program = evaluate(code, file)
    if ('message' in program) return { fault: program }
    const given = context.newString(input)
    held.push(given)
    const result = context.callFunction(call, context.undefined, given, find)
    if (result.error) return { fault: faultOf(context, result.error) }
    held.push(result.value)
    return read(context.typeof(result.value) === 'string' ? context.getString(result.value) : '')
  } finally {
    for (const handle of held) handle.dispose()
  }
}

/** The interpreter's error as plain words; it is data of a foreign program. */
function faultOf(context: QuickJSContext, error: QuickJSHandle): Fault {
  const dumped: unknown = context.dump(error)
  error.dispose()
  const field = (name: string): string => {
    const value = typeof dumped === 'object' && dumped !== null ? Reflect.get(dumped, name) : undefined
    return typeof value === 'string' ? value : ''
  }
  const line = /estimator\.ts:(\d+)/.exec(field('stack'))?.[1]
  const message = field('message') || show(dumped)
  const isOurs = field('name') === 'Error' || field('name') === 'InternalError' || field('name') === ''
  return {
    message: bounded(limitWords(isOurs ? message : `${field('name')}: ${message}`), 300),
    line: line === undefined ? undefined : Number(line),
  }
}

const limitWords = (message: string): string => {
  if (message === 'interrupted') return 'It took too long: stopped. Is there a loop without an end?'
  return message === 'out of memory' ? 'It asked for too much memory: stopped.' : message
}

const strange = (why: string): Ran => ({ fault: { message: why, line: undefined } })

/** What came back, as the contract wants it; anything else is told. */
function read(text: string): Ran {
  if (text.length > longestAnswer) return strange('It gave back too much.')
  let answered: unknown
  try {
    answered = JSON.parse(text)
  } catch {
    return strange('Expected numbers, got nothing.')
  }
  if (typeof answered !== 'object' || answered === null) return strange('Expected numbers, got nothing.')
  const [kind, groups]: unknown[] = [Reflect.get(answered, 'kind'), Reflect.get(answered, 'groups')]
  if (!Array.isArray(groups)) return strange(`Expected a list per group, got ${show(groups)}.`)
  if (kind === 'advantage') {
    const lists = groups.map(numbers)
    const wrong = lists.indexOf(undefined)
    if (wrong >= 0) return strange(`Group ${wrong + 1}: expected a list of numbers, got ${show(groups[wrong])}.`)
    return { given: { kind, groups: lists.flatMap(list => (list ? [list] : [])) } }
  }
  const nested = groups.map((group: unknown) => (Array.isArray(group) ? group.map(numbers) : undefined))
  const wrong = nested.findIndex(group => group === undefined || group.includes(undefined))
  if (wrong >= 0)
    return strange(`Group ${wrong + 1}: expected a list of numbers per response, got ${show(groups[wrong])}.`)
  return { given: { kind: 'credit', groups: nested.map(group => (group ?? []).flatMap(list => (list ? [list] : []))) } }
}

/** A list of numbers; what JSON cannot hold came as text. */
function numbers(list: unknown): number[] | undefined {
  if (!Array.isArray(list)) return undefined
  const read = list.map((value: unknown) => {
    if (typeof value === 'number') return value
    return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined
  })
  return read.every(value => value !== undefined) ? read : undefined
}
