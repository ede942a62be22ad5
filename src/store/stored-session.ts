/**
 * A session as it lies in the browser, and back. What lies there may have been written by another version, cut short or
 * altered, so it is believed only when every part is of the right kind, length and range.
 */
import type { Metrics } from '../core/metrics.ts'
import { gptConfig, gptLayout, parameterCount, policySpec } from '../core/policy.ts'
import type { Recipe } from '../core/recipe.ts'
import { checkRecipe } from '../core/recipe-check.ts'
import { resolveRecipe } from '../methods/index.ts'
import { readsValues } from '../methods/needs.ts'
import type { Checkpoint, PolicyWeights } from '../protocol/commands.ts'
import { levelOf, taskOf } from '../tasks/index.ts'
import { lookups } from './recipe-edits.ts'
import type { Continuation } from './reduce.ts'
import { longestName } from './select/run-name.ts'
import { freshRun, type RunState } from './state.ts'
import { type Fields, isCount, isFloats, isMetrics, isRecord, isSnapshot } from './stored-snapshot.ts'

/** Raised when the shape changes; other sessions are then not continued. */
const version = 2

/** What a run can be continued from. */
export interface Session extends Continuation {
  /** Of the run; absent in records of earlier versions. */
  readonly id: string | undefined
  readonly preset: string
  readonly recipe: Recipe
}

/** As it lies on the shelf: the series as columns, because thousands of small objects are slow to copy. */
export interface Stored extends Omit<Session, 'series'> {
  readonly version: typeof version
  /** [iterations] per metric; NaN where it was not measured. */
  readonly columns: Readonly<Record<string, Float64Array>>
}

/** Snapshots that are stored of a run at most. */
const mostSnapshots = 8

/**
 * What can be continued of the run; `undefined` before the first checkpoint. One that goes on is saved often, so of its
 * snapshots only the newest; one that is closed with a few.
 */
export function storedOf(run: RunState): Stored | undefined {
  const { id, checkpoint, recipe, preset, name, origin } = run
  if (!checkpoint) return undefined
  const { iteration } = checkpoint
  return {
    version,
    id,
    name,
    origin,
    preset,
    recipe,
    checkpoint,
    columns: columnsOf(run.series.slice(0, iteration)),
    snapshots: few(
      run.snapshots.filter(snapshot => snapshot.iteration <= iteration),
      run.status === 'closed' ? mostSnapshots : 1,
    ),
    changes: run.changes.filter(change => change.iteration <= iteration),
    baseline: run.baseline,
  }
}

/** At most `most` of them, spread evenly; the last always. */
const few = <T>(all: readonly T[], most: number): T[] =>
  all.filter((_, i) => {
    const back = all.length - 1 - i
    return back % Math.max(1, Math.ceil(all.length / most)) === 0
  })

export function columnsOf(series: readonly Metrics[]): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {}
  series.forEach((metrics, i) => {
    for (const [metric, value] of Object.entries(metrics)) {
      columns[metric] ??= new Float64Array(series.length).fill(Number.NaN)
      columns[metric][i] = value
    }
  })
  return columns
}

/** As long as the columns are; no number that is written beside them is asked. */
export function seriesOf(columns: Stored['columns']): Metrics[] {
  const all = Object.entries(columns)
  return Array.from({ length: Math.max(0, ...all.map(([, { length }]) => length)) }, (_, i) =>
    Object.fromEntries(
      all.flatMap(([metric, values]) => {
        const value = values[i]
        return value === undefined || Number.isNaN(value) ? [] : [[metric, value]]
      }),
    ),
  )
}

/** The session that a record holds; undefined when it is not whole, or another version wrote it. */
export function readSession(stored: unknown): Session | undefined {
  if (!isRecord(stored) || stored.version !== version) return undefined
  const recipe = readRecipe(stored.recipe)
  if (!recipe) return undefined
  const { preset, columns, snapshots, changes, baseline } = stored
  const checkpoint = readCheckpoint(stored.checkpoint, recipe)
  const task = taskOf(recipe.task)
  const areSnapshots = (value: unknown): value is Continuation['snapshots'] =>
    Array.isArray(value) &&
    value.length <= mostSnapshots &&
    value.every(item => isSnapshot(item, task.vocabulary.length))
  if (!checkpoint || typeof preset !== 'string' || !areColumns(columns, checkpoint.iteration)) return undefined
  if (!areSnapshots(snapshots) || !areChanges(changes)) return undefined
  if (baseline !== undefined && !isMetrics(baseline)) return undefined
  const { name, origin } = { name: readName(stored.name), origin: readOrigin(stored.origin) }
  const series = seriesOf(columns)
  return { id: readId(stored.id), name, origin, preset, recipe, checkpoint, series, snapshots, changes, baseline }
}

/** A kept run, as no worker has it. */
export const closedOf = (id: string, { recipe, preset, ...from }: Session): RunState => ({
  ...freshRun(id, recipe, preset),
  ...from,
  id,
  status: 'closed',
  loading: undefined,
  preparing: false,
  iteration: from.checkpoint.iteration,
})

const readId = (value: unknown): string | undefined =>
  typeof value === 'string' && /^run-\w{1,30}$/.test(value) ? value : undefined

const readName = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, longestName) : undefined

function readOrigin(value: unknown): RunState['origin'] {
  const recipe = isRecord(value) ? readRecipe(value.recipe) : undefined
  return isRecord(value) && recipe && isCount(value.iteration) ? { recipe, iteration: value.iteration } : undefined
}

/** Of ids that are known; numbers out of range are clamped as in a link. */
function readRecipe(value: unknown): Recipe | undefined {
  try {
    return isRecord(value) ? checkRecipe(value, lookups).recipe : undefined
  } catch {
    return undefined
  }
}

function readCheckpoint(value: unknown, recipe: Recipe): Checkpoint | undefined {
  if (!isRecord(value)) return undefined
  const { iteration, methodState } = value
  const own = readRecipe(value.recipe)
  const weights = readWeights(value, parametersOf(recipe))
  const models = readModels(value.models, recipe)
  if (!own || !weights || !models || !isCount(iteration) || !isRecord(methodState)) return undefined
  return { recipe: own, iteration, methodState, ...weights, ...(Object.keys(models).length > 0 && { models }) }
}

function readWeights(value: unknown, size: number): PolicyWeights | undefined {
  if (!isRecord(value)) return undefined
  const { updates, parameters, moment1, moment2 } = value
  if (!isCount(updates, Number.MAX_SAFE_INTEGER)) return undefined
  if (!areWeights(parameters, size) || !areWeights(moment1, size) || !areWeights(moment2, size)) return undefined
  return { updates, parameters, moment1, moment2 }
}

/** Those that the recipe's method learns: all of them, or the run could not go on. */
function readModels(value: unknown, recipe: Recipe): Checkpoint['models'] {
  const models: Record<string, PolicyWeights> = {}
  for (const column of Object.keys(resolveRecipe(recipe).models)) {
    const weights = readWeights(isRecord(value) ? value[column] : undefined, parametersOf(recipe, false))
    if (!weights) return undefined
    models[column] = weights
  }
  return models
}

const areWeights = (value: unknown, size: number): value is Float32Array =>
  isFloats(value, size) && value.every(Number.isFinite)

/** How many numbers the policy of this recipe has; without a value head, its reference and each model that it learns. */
export function parametersOf(recipe: Recipe, valueHead = readsValues(resolveRecipe(recipe))): number {
  const task = taskOf(recipe.task)
  const level = levelOf(task, recipe.level)
  const spec = policySpec(recipe.policy)
  const vocabSize = task.vocabulary.length
  if (spec.kind === 'tabular') return (task.rows?.(level).count ?? 0) * (vocabSize + (valueHead ? 1 : 0))
  const { maxPrompt, maxResponse } = level
  return parameterCount(gptLayout(gptConfig(spec, { vocabSize, maxPrompt, maxResponse, valueHead })))
}

const areColumns = (value: unknown, longest: number): value is Stored['columns'] =>
  isRecord(value) && Object.values(value).every(column => column instanceof Float64Array && column.length <= longest)

const areChanges = (value: unknown): value is Continuation['changes'] => Array.isArray(value) && value.every(isChange)

const isChange = (value: unknown): boolean =>
  isRecord(value) && isCount(value.iteration) && isRecord(value.params) && areValues(value.params)

const areValues = (params: Fields): boolean =>
  Object.values(params).every(value => typeof value === 'string' || Number.isFinite(value))
