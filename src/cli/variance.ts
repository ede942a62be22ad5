/** `variance`: bias and noise of each method's gradient against the exact one. */
import type { GradientQuality, MeasuredVariance } from '../core/gradient-quality.ts'
import { shortestFloat } from '../core/math.ts'
import type { ParamSpecs } from '../core/params.ts'
import type { Recipe } from '../core/recipe.ts'
import { checkRecipe, specsOf } from '../core/recipe-check.ts'
import { show } from '../core/show.ts'
import { lookups } from '../engine/opening/lookups.ts'
import { paramsOf } from '../engine/run.ts'
import { fewestRepeats } from '../engine/variance.ts'
import { measureRecipe } from '../engine/variance-work.ts'
import { resolveRecipe } from '../methods/index.ts'
import {
  asUsage,
  type CliCommand,
  type Options,
  parseOptions,
  problemOf,
  required,
  UsageError,
  valuesFrom,
} from './args.ts'
import { seedsFrom } from './run-options.ts'
import { table } from './table.ts'

const help = `variance --method <id>[,<id> ...] [--task token-tree] [--level id] [--base id] [--set key=value ...]
      [--repeats 1000] [--seed word] [--json]

  Leaves a table of probabilities as it starts, draws one batch after another from it, and compares the gradients of each
  method's loss (first update, whole batch) with the exact gradient of the expected reward. All methods see the same
  problems, by default those of one batch, and the same noise. The task must be small enough to list all responses.
  cosine        of the mean estimate with the exact gradient
  bias          distance of the scaled mean from the exact gradient, as a share of its length
  noise/sqrt N  what bias is about for a method that has none
  noise         root of the trace of the covariance of the scaled estimates, likewise a share; signal is 1 / noise
  scale         factor on the estimates that brings their mean nearest: methods scale the loss as they like
  +-            standard error, from ten sets of repeats
  --set sets a parameter of training for all, or of the methods that have it. --json prints one line per method: {method,
  task, level, seed, repeats, responses, quality, error}, with biasAsIs and noiseAsIs of estimates that are not scaled.`

const options = {
  method: 'value',
  task: 'value',
  level: 'value',
  base: 'value',
  set: 'list',
  repeats: 'value',
  seed: 'value',
  json: 'flag',
} as const

export const varianceCommand: CliCommand = {
  summary: 'bias and noise of gradient estimates',
  help,
  run: async (args, { out }) => {
    const given = parseOptions(args, options)
    const repeats = repeatsFrom(given.value('repeats') ?? '1000')
    const recipes = recipesFrom(given)
    const rows: Row[] = []
    for (const recipe of recipes) {
      const measured = await asUsage(measureRecipe(recipe, repeats))
      if (given.flag('json')) out(JSON.stringify(reportOf(recipe, measured)))
      else rows.push(rowOf(recipe, measured))
    }
    if (!given.flag('json')) out(table(head, rows))
    return 0
  },
}

function repeatsFrom(word: string): number {
  const repeats = Number(word)
  if (Number.isInteger(repeats) && repeats >= fewestRepeats && repeats <= 1e6) return repeats
  const expected = `a whole number from ${fewestRepeats} to 1000000`
  throw new UsageError('--repeats', expected, show(word), 'For example --repeats 1000.')
}

/** One per method; a parameter that only some have is set for these. */
function recipesFrom(given: Options): readonly Recipe[] {
  const methods = required(given, 'method', 'grpo,rloo').split(',')
  if (methods.includes('') || new Set(methods).size < methods.length)
    throw new UsageError(
      '--method',
      'ids of methods, each once',
      show(methods.join()),
      'For example --method grpo,rloo.',
    )
  const recipes = methods.map(method => plainRecipe(method, given))
  const specs = recipes.map(recipe => specsOf(recipe, lookups))
  const words = given.list('set')
  // Together first: what no method knows is a slip.
  valuesFrom(Object.assign({}, ...specs), '--set', words)
  return recipes.map((recipe, k) => withParams(recipe, specs[k]!, words))
}

function plainRecipe(method: string, given: Options): Recipe {
  const ids = Object.fromEntries(
    (['level', 'base'] as const).flatMap(name => {
      const id = given.value(name)
      return id === undefined ? [] : [[name, id]]
    }),
  )
  const [seed] = seedsFrom(given) ?? ['1']
  const input = { task: given.value('task') ?? 'token-tree', policy: 'tabular', ...ids, method, seed, params: {} }
  const { recipe, notices } = UsageError.of(() => checkRecipe(input, lookups))
  for (const notice of notices) throw new UsageError(...problemOf(notice.split(':')[0] ?? '', notice))
  return recipe
}

/** Trains on the problems of one batch, unless `pool` says on how many. */
function withParams(recipe: Recipe, specs: ParamSpecs, words: readonly string[]): Recipe {
  const own = words.filter(word => Object.hasOwn(specs, word.split('=')[0] ?? ''))
  const written = valuesFrom(specs, '--set', own)
  const { problems } = paramsOf(resolveRecipe(recipe), recipe.policy, written)
  return { ...recipe, params: { pool: problems, ...written } }
}

/** Rounded as logs are; JSON has no NaN: null. */
const reportOf = ({ method, task, level, seed }: Recipe, { repeats, responses, quality, error }: MeasuredVariance) => {
  const plain = (numbers: GradientQuality) =>
    Object.fromEntries(Object.entries(numbers).map(([name, x]) => [name, Number.isFinite(x) ? shortestFloat(x) : null]))
  return { method, task, level, seed, repeats, responses, quality: plain(quality), error: plain(error) }
}

const head = ['method', 'responses', 'cosine', 'bias', '+-', 'noise/sqrt N', 'noise', '+-', 'signal', 'scale']
type Row = readonly (string | number)[]

function rowOf({ method }: Recipe, { responses, quality, error }: MeasuredVariance): Row {
  const { cosine, bias, noiseInMean, noise, signal, scale } = quality
  return [method, responses, cosine, bias, error.bias, noiseInMean, noise, error.noise, signal, scale]
}
