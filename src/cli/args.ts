/** The command line's words: options, usage errors, and what a command hands back. */
import { conventionNamed } from '../core/conventions.ts'
import { fail, nearest, PlaygroundError } from '../core/fail.ts'
import { conventionOf, conventions, legalise, type ParamSpecs, type ParamValue, valuesOf } from '../core/params.ts'
import { show } from '../core/show.ts'

/** A mistake in the command itself (exit code 2), as against a file or a claim that fails (1). */
export class UsageError extends PlaygroundError {
  static of<T>(run: () => T): T {
    try {
      return run()
    } catch (error) {
      if (error instanceof PlaygroundError) throw new UsageError(error.where, error.expected, error.got, error.cure)
      throw error
    }
  }
}

/** What makes ready: where it fails, the command was wrong. */
export const asUsage = <T>(ready: Promise<T>): Promise<T> =>
  ready.catch((error: unknown) => UsageError.of(() => rethrow(error)))
const rethrow = (error: unknown): never => {
  throw error
}

/** Where lines go, without their line ends: results to `out`, notices to `err`. */
export interface Streams {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** A command resolves with its exit code, or throws. */
export interface CliCommand {
  readonly summary: string
  readonly help: string
  readonly run: (args: readonly string[], streams: Streams) => Promise<number>
}

export interface OptionSpec {
  /** `value` options take the next word; `list` options may be repeated; `flag` options stand alone. */
  readonly [name: string]: 'value' | 'list' | 'flag'
}

export interface Options {
  readonly value: (name: string) => string | undefined
  readonly list: (name: string) => readonly string[]
  readonly flag: (name: string) => boolean
}

/** Options of the form `--name value`, `--name=value` and `--flag`. Fails on anything else. */
export function parseOptions(args: readonly string[], spec: OptionSpec): Options {
  const given = new Map<string, string[]>()
  const words = [...args]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [name, inline] = split(word.replace(/^--/, ''), '=')
    const kind = word.startsWith('--') && Object.hasOwn(spec, name) ? spec[name] : undefined
    if (kind === undefined) throw unknownOption(word, name, Object.keys(spec))
    const value = kind === 'flag' ? flagValue(name, inline) : (inline ?? words.shift())
    if (value === undefined || value === '')
      throw new UsageError(`--${name}`, 'a value', 'nothing', 'Write it after the option.')
    if (kind !== 'list' && given.has(name)) throw new UsageError(`--${name}`, 'it once', 'it twice', 'Leave one out.')
    given.set(name, [...(given.get(name) ?? []), value])
  }
  return {
    value: name => given.get(name)?.[0],
    list: name => given.get(name) ?? [],
    flag: name => given.has(name),
  }
}

function unknownOption(word: string, name: string, known: readonly string[]): UsageError {
  const near = nearest(name, known).map(option => `--${option}`)
  const cure = near.length === 0 ? 'It takes none.' : `Nearest: ${near.join(', ')}.`
  return new UsageError('command line', 'a known option', show(word), cure)
}

function flagValue(name: string, inline: string | undefined): string {
  if (inline === undefined) return 'true'
  throw new UsageError(`--${name}`, 'no value', show(inline), 'It stands alone.')
}

const split = (word: string, mark: string): [string, string | undefined] => {
  const at = word.indexOf(mark)
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

export const required = (options: Options, name: string, example: string): string =>
  options.value(name) ??
  UsageError.of(() => fail(`--${name}`, 'a value', 'nothing', `For example --${name} ${example}.`))

/** Defaults, then a convention's values, then `key=value` words; everything must be known and legal. */
export const paramsFrom = (specs: ParamSpecs, options: Options): Record<string, ParamValue> =>
  valuesOf(specs, {
    ...UsageError.of(() => conventionValues(specs, options.value('convention'))),
    ...valuesFrom(specs, '--param', options.list('param')),
  })

/** The values of `key=value` words after an option. A slip of the pen is an error here: nobody sees a clamped value. */
export const valuesFrom = (specs: ParamSpecs, option: string, words: readonly string[]): Record<string, ParamValue> =>
  UsageError.of(() =>
    onceEach(
      option,
      words.map(word => valueFrom(specs, option, word)),
    ),
  )

/** A record of pairs; a key that is given twice is a slip. */
function onceEach<V>(option: string, pairs: readonly (readonly [string, V])[]): Record<string, V> {
  const keys = pairs.map(([key]) => key)
  const again = keys.find((key, at) => keys.indexOf(key) !== at)
  if (again !== undefined) fail(option, `one value of ${show(again)}`, 'two', 'Leave one out.')
  return Object.fromEntries(pairs)
}

function valueFrom(specs: ParamSpecs, option: string, word: string): [string, ParamValue] {
  const [key, text] = split(word, '=')
  if (text === undefined) fail(option, 'key=value', show(word), `For example ${option} clipHigh=0.28.`)
  const spec = Object.hasOwn(specs, key) ? specs[key] : undefined
  if (!spec) {
    const known = nearest(key, Object.keys(specs)).join(', ')
    return fail(option, 'a parameter that exists', show(key), `Nearest: ${known}.`)
  }
  const { value, notice } = legalise(key, spec, text)
  if (notice) throw new UsageError(...problemOf(`${option} ${key}`, notice))
  return [key, value]
}

/** What `slot=method` words after `--slot` say; whether it fits together is for the recipe's check. */
export const slotWords = (words: readonly string[]): Readonly<Record<string, string>> =>
  UsageError.of(() =>
    onceEach(
      '--slot',
      words.map(word => {
        const [slot, id] = split(word, '=')
        return [slot, id ?? fail('--slot', 'slot=method', show(word), 'For example --slot reward=kl-in-reward.')]
      }),
    ),
  )

/** The parts of `key: expected this, got that. Taking so.`, which on the command line is an error. */
export function problemOf(where: string, notice: string): [string, string, string, string] {
  const [, expected = 'a legal value', got = 'another'] = /: expected (.*), got (.*?)\. /.exec(notice) ?? []
  return [where, expected, got, 'See `methods --json` and `tasks --json`.']
}

function conventionValues(specs: ParamSpecs, name: string | undefined): Record<string, ParamValue> {
  if (name === undefined) return {}
  return conventionOf(
    specs,
    conventionNamed(name) ??
      fail(
        '--convention',
        `one of ${conventions.join(', ')}`,
        show(name),
        'Leave it out for the defaults of this playground.',
      ),
  )
}
