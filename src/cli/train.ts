/** `train`: runs a recipe in Node and prints one line per iteration. */
import { readFile } from 'node:fs/promises'
import type { ArmRun } from '../core/claim.ts'
import { fail, lookUp } from '../core/fail.ts'
import type { Metrics } from '../core/metrics.ts'
import { type Preset, presets } from '../core/presets.ts'
import { blankRecipe, type Recipe } from '../core/recipe.ts'
import { checkRecipe, specsOf } from '../core/recipe-check.ts'
import { legalProgram, ownId } from '../core/recipe-own.ts'
import { takenWords } from '../core/recipe-slots.ts'
import { show } from '../core/show.ts'
import { lookups } from '../engine/opening/lookups.ts'
import { openRecipe } from '../engine/opening/open.ts'
import type { Opened } from '../engine/session/session.ts'
import { wholeRun } from '../engine/whole-run.ts'
import { asMade, unlikeMade, venuesFor } from '../methods/as-made.ts'
import { methodOf, resolveMethod } from '../methods/index.ts'
import { venuesOf } from '../methods/needs.ts'
import type { BackendInfo } from '../protocol/events.ts'
import { tasks } from '../tasks/index.ts'
import { tf } from '../tensor/tf.ts'
import {
  asUsage,
  type CliCommand,
  type Options,
  parseOptions,
  problemOf,
  required,
  type Streams,
  slotWords,
  UsageError,
  valuesFrom,
} from './args.ts'
import { outFile } from './out-file.ts'
import { backendFrom, seedsFrom } from './run-options.ts'

export const trainUsage = `train [--recipe recipe.json | --preset id | --as-made] [--task id] [--level id] [--policy id] [--base id]
      [--method id | --own estimator.ts | --run-program] [--slot slot=method ...] [--set key=value ...] [--iterations N] [--seed word | --seeds a,b,c] [--backend auto|wasm|cpu] [--plain]
      [--json] [--out run.json]

  Trains and prints one line per iteration (JSON lines with --json). Several seeds run one after another.
  --as-made starts from what the button "Try it" of --method opens: its task and the settings that it is made for;
  --own trains with the program in a file, one of your own: advantage(group) or credit(group), run in a sandbox;
  a program inside a recipe.json is read by you first: --run-program lets it run;
  --slot takes the slot reward, curriculum, sampler, aggregation or regulariser from another method;
  --set sets any parameter of training or of the method; --plain uses TensorFlow.js operations instead of the kernels;
  --out writes recipe, backend, versions and all metrics.`

const trainOptions = {
  recipe: 'value',
  preset: 'value',
  'as-made': 'flag',
  task: 'value',
  level: 'value',
  policy: 'value',
  base: 'value',
  method: 'value',
  own: 'value',
  'run-program': 'flag',
  slot: 'list',
  set: 'list',
  iterations: 'value',
  seed: 'value',
  seeds: 'value',
  backend: 'value',
  plain: 'flag',
  json: 'flag',
  out: 'value',
} as const

/** What `--out` holds of one seed. */
interface Trained extends Omit<ArmRun, 'arm' | 'seed'> {
  readonly recipe: Recipe
  readonly backend: BackendInfo
  readonly seconds: number
}

export const trainCommand: CliCommand = {
  summary: 'train a recipe',
  help: trainUsage,
  run: async (args, streams) => {
    const options = parseOptions(args, trainOptions)
    const recipe = await recipeFrom(options, streams)
    const seeds = seedsFrom(options) ?? [recipe.seed]
    const backend = backendFrom(options.value('backend') ?? 'auto')
    const out = options.value('out') === undefined ? undefined : await outFile(required(options, 'out', 'run.json'))
    const runs: Trained[] = []
    for (const seed of seeds) {
      const path = options.flag('plain') ? 'plain' : 'fused'
      const opened = await asUsage(openRecipe({ recipe: { ...recipe, seed }, backend, path }))
      try {
        runs.push(await trainOne(opened, options.flag('json'), streams))
      } finally {
        opened.dispose()
      }
      // After every seed: what is trained is not lost with the ones that follow.
      await out?.write(reportOf(runs))
    }
    return runs.some(({ failure }) => failure !== undefined) ? 1 : 0
  },
}

const reportOf = (runs: readonly Trained[]): string => {
  const versions = { node: process.version, tensorflow: tf.version_core }
  return `${JSON.stringify({ versions, runs }, null, 1)}\n`
}

const idOptions = ['task', 'level', 'policy', 'base', 'method', 'seed'] as const

/** The recipe of a file or preset with what the command line says; what a file has wrong is told, what is typed must be right. */
async function recipeFrom(options: Options, { err }: Streams): Promise<Recipe> {
  const file = options.value('recipe')
  const starts = [file, options.value('preset'), options.flag('as-made') || undefined]
  if (starts.filter(given => given !== undefined).length > 1)
    throw new UsageError('train', 'one of --recipe, --preset and --as-made', 'several', 'Leave the others out.')
  const start = file === undefined ? UsageError.of(() => startFrom(options)) : await recipeFile(file)
  const program = await programFrom(options, start)
  const ids: Partial<Record<(typeof idOptions)[number], string>> = Object.fromEntries(
    idOptions.flatMap(name => {
      const id = options.value(name)
      return id === undefined ? [] : [[name, id]]
    }),
  )
  // Another task has its own levels and policies, so those of the preset fall away.
  const kept = ids.task === undefined || ids.task === start.task ? start : without(start, ['level', 'policy', 'base'])
  const slots = { ...kept.slots, ...slotWords(options.list('slot')) }
  const { recipe, notices } = UsageError.of(() => checkRecipe({ ...kept, ...ids, ...program, slots }, lookups))
  const typed = new Set([...Object.keys(ids), ...(options.list('slot').length > 0 ? ['slots'] : [])])
  for (const notice of notices) {
    // What a preset or a file brings along may not fit the method or policy that is typed: it is told and left.
    const [where = ''] = notice.split(':')
    if (typed.has(where.replace(/^recipe\./, ''))) throw new UsageError(...problemOf(where, notice))
    err(notice)
  }
  const iterations = options.value('iterations')
  const words = [...options.list('set'), ...(iterations === undefined ? [] : [`iterations=${iterations}`])]
  const written = valuesFrom(specsOf(recipe, lookups), '--set', words)
  const whole = checkRecipe({ ...recipe, params: { ...recipe.params, ...written } }, lookups).recipe
  if (ids.method !== undefined && !options.flag('as-made')) tellTraining(whole, err)
  return whole
}

/** A program is run because the person who types has named it, or has said that the file's own may run. */
async function programFrom(options: Options, { own }: Loose): Promise<Pick<Recipe, 'method' | 'own'> | undefined> {
  const path = options.value('own')
  const refuse = (where: string, expected: string, got: string, cure: string): never => {
    throw new UsageError(where, expected, got, cure)
  }
  if (path !== undefined) {
    if (options.value('method') ?? options.flag('as-made'))
      refuse('--own', 'it alone', 'a method too', 'Leave --method and --as-made out: the program is the method.')
    const source = await readFile(path, 'utf8').catch((error: Error) =>
      fail('--own', 'a file that can be read', error.message, 'Check the path.'),
    )
    return UsageError.of(() => ({
      method: ownId,
      own: legalProgram(source, notice => refuse(...problemOf('--own', notice))) ?? '',
    }))
  }
  const isForeign = own !== undefined && [undefined, ownId].includes(options.value('method'))
  if (isForeign && !options.flag('run-program'))
    refuse('--recipe', 'a recipe without a program', show(own), 'Read it in the file; --run-program lets it run.')
  return undefined
}

/** The settings that a method is made for, where they were not asked for. */
function tellTraining(recipe: Recipe, err: Streams['err']): void {
  const { id, training } = methodOf(recipe.method)
  const missing = unlikeMade(recipe).map(({ key, value }) => `${key}=${value}`)
  if (training && missing.length > 0)
    err(`${id}: it is made for ${training.because}. --as-made sets ${missing.join(' ')}.`)
}

type Loose = Readonly<Record<string, unknown>> & {
  readonly own?: unknown
  readonly params?: object
  readonly slots?: object
}

function startFrom(options: Options): Loose {
  if (options.flag('as-made')) return madeFrom(options)
  const id = options.value('preset')
  if (id === undefined) return { ...blankRecipe }
  return { ...lookUp('preset', id, new Map<string, Preset>(presets.map(preset => [preset.id, preset]))).recipe }
}

/** What the method's button opens, on the task, level and policy that are typed. */
function madeFrom(options: Options): Loose {
  const method = methodOf(required(options, 'method', 'nft'))
  const wanted = options.value('task')
  const venues = [...venuesFor(method, tasks), ...venuesOf(resolveMethod(method.id), tasks)]
  const venue = venues.find(({ task }) => wanted === undefined || task.id === wanted)
  // Where it cannot be trained, opening it says why.
  if (!venue) return { ...blankRecipe, ...(wanted !== undefined && { task: wanted }) }
  const level = venue.task.levels.find(({ id }) => id === options.value('level')) ?? venue.level
  return { ...asMade(method.id, { task: venue.task, level, policy: options.value('policy') ?? venue.policy }, tasks) }
}

async function recipeFile(path: string): Promise<Loose> {
  const text = await readFile(path, 'utf8').catch((error: Error) =>
    fail('train.recipe', 'a file that can be read', error.message, 'Check the path.'),
  )
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // Told below.
  }
  return fail('train.recipe', 'a JSON object', show(path), 'See blankRecipe in src/core/recipe.ts for the form.')
}

const without = (record: Loose, keys: readonly string[]): Loose =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))

async function trainOne({ run, backend }: Opened, json: boolean, { out, err }: Streams): Promise<Trained> {
  const { recipe } = run
  const { task, level, policy, method, seed } = recipe
  const began = performance.now()
  let lap = began
  const named = method + takenWords(recipe.slots, id => id)
  if (!json) out(`${named} on ${task}/${level}, ${policy}, seed ${seed}, ${backend.backend} ${backend.path}\n${head}`)
  const ended = await wholeRun(run, (iteration, measured) => {
    const milliseconds = performance.now() - lap
    lap += milliseconds
    out(json ? JSON.stringify({ seed, iteration, ...measured, milliseconds }) : row(iteration, measured, milliseconds))
  })
  const seconds = (performance.now() - began) / 1000
  const finished = ended.metrics.length
  if (ended.failure !== undefined) err(ended.failure)
  if (!json) out(`${finished} iterations in ${seconds.toFixed(1)} s, ${(finished / seconds).toFixed(1)} per second`)
  return { recipe, backend, ...ended, seconds }
}

/** Column heads of the table, by metric. */
const shown = {
  reward: 'reward',
  passAt1: 'pass@1',
  passAtK: 'pass@k',
  distinctCorrect: 'distinct',
  entropy: 'entropy',
  kl: 'kl',
  length: 'length',
  noSignal: 'no signal',
  gradNorm: 'grad norm',
} as const satisfies Record<string, string>

const width = 10
const head = ['it'.padStart(5), ...Object.values(shown).map(name => name.padStart(width)), 'ms'.padStart(7)].join('')

/** Aligned under `head`, with a dot where an iteration did not measure something. */
function row(iteration: number, metrics: Metrics, milliseconds: number): string {
  const cells = Object.keys(shown).map(id => (metrics[id]?.toPrecision(3) ?? '·').padStart(width))
  return [`${iteration}`.padStart(5), ...cells, milliseconds.toFixed(0).padStart(7)].join('')
}
