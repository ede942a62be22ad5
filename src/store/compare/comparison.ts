/** A comparison: a base recipe, runs that each differ from it, and seeds. Pure; what it trains are jobs (protocol/experiment.ts). */
import { policySpec } from '../../core/policy.ts'
import type { Recipe } from '../../core/recipe.ts'
import { applyDifference, diffRecipe, type RecipeDifference } from '../../core/recipe-check.ts'
import { nameOf, resolveRecipe, titleOf } from '../../methods/index.ts'
import type { BackendChoice } from '../../protocol/commands.ts'
import type { Job } from '../../protocol/experiment.ts'
import { levelOf, taskOf } from '../../tasks/index.ts'
import { setupOf } from '../persist.ts'
import { lookups, paramsOf } from '../recipe-edits.ts'
import { changeWords, shortChange } from '../select/run-name.ts'
import { parametersOf } from '../stored-session.ts'

/** One of the runs, as its difference from the base. */
export interface CompareArm {
  readonly change: RecipeDifference
  /** It is the base up to the end of this iteration, and differs from there on; 0: from the start. */
  readonly from: number
}

export interface Comparison {
  readonly base: Recipe
  readonly preset: string
  /** The base itself is the first, and is not listed. */
  readonly others: readonly CompareArm[]
  readonly seeds: readonly string[]
}

export const most = { others: 5, seeds: 20 } as const
export const usualSeeds: readonly string[] = ['1', '2', '3', '4', '5']
/** A comparison is wanted soon: a longer budget is cut to this, and can be raised by hand. */
const firstBudget = 150

const baseArm: CompareArm = { change: {}, from: 0 }

export const armsOf = ({ others }: Comparison): readonly CompareArm[] => [baseArm, ...others]

/** What an arm trains; without a seed: the base's own. */
export function recipeOf({ base }: Comparison, { change }: CompareArm, seed = base.seed): Recipe {
  return applyDifference(
    { seed, params: { iterations: Number(paramsOf(base).iterations) } },
    applyDifference(change, base, lookups),
    lookups,
  )
}

/** What the page's run is compared with, once by once, from the setup that it has. */
export function comparisonOf(recipe: Recipe, preset: string): Comparison {
  const iterations = Math.min(firstBudget, Number(paramsOf(recipe).iterations))
  return { base: applyDifference({ params: { iterations } }, recipe, lookups), preset, others: [], seeds: usualSeeds }
}

/** The same with another run, unless it is there already or there are many. */
export function withArm(comparison: Comparison, arm: CompareArm): Comparison {
  const { others } = comparison
  const recipe = recipeOf(comparison, arm)
  const isKnown = armsOf(comparison).some(
    known => known.from === arm.from && setupOf(recipeOf(comparison, known)) === setupOf(recipe),
  )
  return isKnown || others.length >= most.others ? comparison : { ...comparison, others: [...others, arm] }
}

/** The change that makes the base train this recipe; its seed is left out. */
export const changeTo = ({ base }: Comparison, recipe: Recipe): RecipeDifference =>
  diffRecipe({ ...recipe, seed: base.seed }, base, lookups)

/** What differs, a few words each; nothing for the base. */
export function changesOf(comparison: Comparison, arm: CompareArm): readonly string[] {
  const words = changeWords(comparison.base, recipeOf(comparison, arm))
  return arm.from > 0 ? [...words, `from iteration ${arm.from}`] : words
}

/** Short names of all arms, each another one: the method where it is another, else what changed. */
export function namesOf(comparison: Comparison): readonly string[] {
  const { base } = comparison
  const names = armsOf(comparison).map(arm => {
    const recipe = recipeOf(comparison, arm)
    if (recipe.method !== base.method) return titleOf(recipe.method)
    const change = shortChange(base, recipe) ?? nameOf(resolveRecipe(base))
    return arm.from > 0 ? `${change} from ${arm.from}` : change
  })
  const whole = armsOf(comparison).map((arm, i) => changesOf(comparison, arm).join(', ') || (names[i] ?? ''))
  return names.map((name, i) => (names.indexOf(name) === names.lastIndexOf(name) ? name : (whole[i] ?? name)))
}

/** Bytes that pictures and states of all jobs may take together. */
const keptBytes = 96 * 2 ** 20

/** Iterations that are kept of every run: the first, the last, where arms part, and others evenly, as memory allows. */
export function keptIterations(comparison: Comparison): readonly number[] {
  const { base, others, seeds } = comparison
  const { iterations, problems, groupSize } = paramsOf(base)
  const end = Number(iterations)
  const { maxResponse } = levelOf(taskOf(base.task), base.level)
  const tokens = Number(problems) * Number(groupSize) * maxResponse
  const each = 150 * tokens + 3 * 4 * parametersOf(base)
  const room = Math.floor(keptBytes / (each * Math.max(1, seeds.length * (1 + others.length))))
  const steps = Math.max(1, Math.min(15, room))
  const spread = Array.from({ length: steps }, (_, i) => Math.round((end * (i + 1)) / steps))
  const parts = others.flatMap(({ from }) => (from > 0 ? [from] : []))
  return [...new Set([1, ...parts, ...spread])].filter(i => i >= 1 && i <= end).sort((a, b) => a - b)
}

/** Of one arm and one seed. Its id is equal for equal work. */
export function jobOf(comparison: Comparison, arm: CompareArm, seed: string, backend: BackendChoice): Job {
  const recipe = recipeOf(comparison, arm, seed)
  const trunk = arm.from > 0 && { recipe: recipeOf(comparison, baseArm, seed), iterations: arm.from }
  const own = setupOf(recipe)
  const id = JSON.stringify([own, backend, ...(trunk ? [setupOf(trunk.recipe), trunk.iterations] : [])])
  return { id, recipe, keep: keptIterations(comparison), backend, ...(trunk && { trunk }) }
}

/** Seeds outside, arms inside, so that every seed arrives as a whole comparison. */
export const jobsOf = (comparison: Comparison, backend: BackendChoice): readonly Job[] =>
  comparison.seeds.flatMap(seed => armsOf(comparison).map(arm => jobOf(comparison, arm, seed, backend)))

/** Kernels on WASM come to the bits of the command line; a large network may want the GPU. */
export function backendFor({ base }: Comparison, chosen: BackendChoice): BackendChoice {
  if (chosen !== 'auto') return chosen
  return policySpec(base.policy).kind === 'gpt' && parametersOf(base) > 1e6 ? 'auto' : 'wasm'
}
