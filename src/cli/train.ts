/** `train`: runs a recipe in Node and prints one line per iteration. */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { fail, lookUp } from '../core/fail.ts'
import type { Metrics } from '../core/metrics.ts'
import { type Preset, presets } from '../core/presets.ts'
import { blankRecipe, type Recipe } from '../core/recipe.ts'
import { checkRecipe, specsOf } from '../core/recipe-check.ts'
import { takenWords } from '../core/recipe-slots.ts'
import { lookups } from '../engine/opening/lookups.ts'
import { openRecipe } from '../engine/opening/open.ts'
import { Diverged } from '../engine/phases/diverged.ts'
import type { Opened } from '../engine/session/session.ts'
import { train } from '../engine/trainer.ts'
import type { BackendInfo } from '../protocol/events.ts'
import { tf } from '../tensor/tf.ts'
import { slotWords, valuesFrom } from './args.ts'

export const trainUsage = `train [--recipe recipe.json | --preset id] [--task id] [--level id] [--policy id] [--base id] [--method id]
      [--slot slot=method ...] [--set key=value ...] [--iterations N] [--seed word | --seeds a,b,c] [--backend auto|wasm|cpu] [--plain]
      [--json] [--out run.json]

  Trains and prints one line per iteration (JSON lines with --json). Several seeds run one after another.
  --slot takes the slot reward, curriculum, sampler, aggregation or regulariser from another method;
  --set sets any parameter of training or of the method; --plain uses TensorFlow.js operations instead of the kernels;
  --out writes recipe, backend, versions and all metrics.`

const options = {
  recipe: { type: 'string' },
  preset: { type: 'string' },
  task: { type: 'string' },
  level: { type: 'string' },
  policy: { type: 'string' },
  base: { type: 'string' },
  method: { type: 'string' },
  slot: { type: 'string', multiple: true },
  set: { type: 'string', multiple: true },
  iterations: { type: 'string' },
  seed: { type: 'string' },
  seeds: { type: 'string' },
  backend: { type: 'string' },
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
  out: { type: 'string' },
} as const
type Given = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

/** Where lines go; the process's own streams unless a test listens. */
export interface Lines {
  readonly out: (line: string) => void
  readonly notice: (line: string) => void
}
const streams: Lines = { out: line => console.log(line), notice: line => console.error(line) }

/** What `--out` holds of one seed. `start` is the starting policy, `metrics` one entry per iteration. */
interface Trained {
  readonly recipe: Recipe
  readonly backend: BackendInfo
  readonly start: Metrics
  readonly metrics: readonly Metrics[]
  readonly seconds: number
  /** Why it stopped early. */
  readonly failure?: string
}

/** Runs the command. Resolves with the exit code: 1 when a run diverged, else 0. Throws the house error on wrong usage. */
export async function trainCommand(args: readonly string[], lines: Lines = streams): Promise<number> {
  const given = read(args)
  const recipe = await recipeFrom(given, lines)
  const backend = backendFrom(given.backend)
  const runs: Trained[] = []
  for (const seed of given.seeds?.split(',') ?? [recipe.seed]) {
    const request = {
      recipe: { ...recipe, seed },
      backend,
      path: given.plain ? ('plain' as const) : ('fused' as const),
    }
    const opened = await openRecipe(request)
    try {
      runs.push(await trainOne(opened, given.json ?? false, lines))
    } finally {
      opened.dispose()
    }
  }
  if (given.out !== undefined) {
    const versions = { node: process.version, tensorflow: tf.version_core }
    await writeFile(given.out, `${JSON.stringify({ versions, runs }, null, 1)}\n`)
  }
  return runs.some(({ failure }) => failure !== undefined) ? 1 : 0
}

function read(args: readonly string[]): Given {
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    return fail('train', 'known options', error instanceof Error ? error.message : String(error), trainUsage)
  }
}

function backendFrom(given: string | undefined): 'auto' | 'wasm' | 'cpu' {
  const known = (['auto', 'wasm', 'cpu'] as const).find(name => name === (given ?? 'auto'))
  return known ?? fail('train.backend', 'auto, wasm or cpu', `"${given}"`, 'WebGPU runs in the page only.')
}

async function recipeFrom(given: Given, { notice }: Lines): Promise<Recipe> {
  const start = given.recipe === undefined ? startFrom(given.preset) : await recipeFile(given.recipe)
  const { task, level, policy, base, method, seed } = given
  const ids = Object.fromEntries(
    Object.entries({ task, level, policy, base, method, seed }).filter(([, id]) => id !== undefined),
  )
  // Another task has its own levels and policies, so those of the preset fall away.
  const kept = task === undefined || task === start.task ? start : without(start, ['level', 'policy', 'base'])
  const slots = { ...kept.slots, ...slotWords(given.slot ?? []) }
  const { recipe, notices } = checkRecipe({ ...kept, ...ids, slots }, lookups)
  for (const sentence of notices) notice(sentence)
  const iterations = given.iterations === undefined ? [] : [`iterations=${given.iterations}`]
  const written = valuesFrom(specsOf(recipe, lookups), '--set', [...(given.set ?? []), ...iterations])
  return checkRecipe({ ...recipe, params: { ...recipe.params, ...written } }, lookups).recipe
}

type Loose = Readonly<Record<string, unknown>> & { readonly params?: object; readonly slots?: object }

const startFrom = (id: string | undefined): Loose =>
  id === undefined
    ? { ...blankRecipe }
    : { ...lookUp('preset', id, new Map<string, Preset>(presets.map(preset => [preset.id, preset]))).recipe }

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
  return fail('train.recipe', 'a JSON object', `${path}`, 'See blankRecipe in src/core/recipe.ts for the form.')
}

const without = (record: Loose, keys: readonly string[]): Loose =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)))

async function trainOne({ run, backend }: Opened, json: boolean, { out, notice }: Lines): Promise<Trained> {
  const { recipe } = run
  const { task, level, policy, method, seed } = recipe
  const began = performance.now()
  const metrics: Metrics[] = []
  let start: Metrics = {}
  let lap = began
  const named = method + takenWords(recipe.slots, id => id)
  if (!json) out(`${named} on ${task}/${level}, ${policy}, seed ${seed}, ${backend.backend} ${backend.path}\n${head}`)
  const done = (failure?: string): Trained => {
    const seconds = (performance.now() - began) / 1000
    const rate = (metrics.length / seconds).toFixed(1)
    if (!json) out(`${metrics.length} iterations in ${seconds.toFixed(1)} s, ${rate} per second`)
    return { recipe, backend, start, metrics, seconds, ...(failure !== undefined && { failure }) }
  }
  try {
    for await (const { phase, iteration, metrics: measured } of train(run)) {
      if (phase !== 'probe') continue
      const milliseconds = performance.now() - lap
      lap += milliseconds
      if (iteration === 0) start = measured
      else metrics.push(measured)
      out(
        json ? JSON.stringify({ seed, iteration, ...measured, milliseconds }) : row(iteration, measured, milliseconds),
      )
    }
  } catch (error) {
    if (!(error instanceof Diverged)) throw error
    notice(error.message)
    return done(error.message)
  }
  return done()
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
