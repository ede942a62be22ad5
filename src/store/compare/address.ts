/**
 * A comparison in an address: `#/compare/it/60/group/2?with=method:dr-grpo;groupSize:16@40&seeds=1-5`, beside the base
 * recipe, which is the query of the whole address. `;` parts runs, `,` what changes in one, `@` says from which iteration.
 */
import { presets } from '../../core/presets.ts'
import type { Recipe } from '../../core/recipe.ts'
import {
  applyDifference,
  decodeRecipe,
  encodeRecipe,
  longestSeed,
  type RecipeDifference,
} from '../../core/recipe-check.ts'
import { sayEach, show } from '../../core/show.ts'
import { lookups, paramsOf } from '../recipe-edits.ts'
import { type CompareArm, type Comparison, changeTo, most, usualSeeds, withArm } from './comparison.ts'

export interface ComparisonRead {
  readonly comparison: Comparison
  /** One sentence for each thing that could not be read as it stands. */
  readonly notices: readonly string[]
}

/** Characters that are read at most: each run may bring a program. */
const longest = 200_000

/** The runs that an address adds to a base; whatever is not legal is told and left out, and there are only so many. */
export function readComparison(query: string, start: Comparison): ComparisonRead {
  const fields = new URLSearchParams(query.slice(0, longest))
  const notices: string[] = []
  const words = (fields.get('with') ?? '').split(';').filter(Boolean)
  let comparison: Comparison = { ...start, others: [], seeds: readSeeds(fields.get('seeds'), notices) }
  for (const word of words.slice(0, most.others)) {
    const read = readArm(word, comparison.base, notices)
    const arm = read && {
      ...read,
      change: changeTo(comparison, applyDifference(read.change, comparison.base, lookups)),
    }
    const next = arm && withArm(comparison, arm)
    if (next === comparison) notices.push(`with: expected a run that differs, got ${show(word)} again. Left out.`)
    comparison = next ?? comparison
  }
  const many = words.slice(most.others)
  const extra = sayEach(many, word => `with: expected at most ${most.others} runs, got ${show(word)} too. Left out.`)
  return { comparison, notices: [...notices, ...extra] }
}

function readArm(word: string, base: Recipe, notices: string[]): CompareArm | undefined {
  const [changes = '', after] = word.split('@')
  const pairs = changes.split(',').map(pair => pair.split(/:(.*)/s))
  const query = new URLSearchParams(pairs.map(([key = '', value = '']): [string, string] => [key, value]))
  query.delete('seed')
  const read = decodeRecipe(`preset=base&${query}`, [{ id: 'base', recipe: base }], lookups)
  notices.push(...read.notices)
  const from = after === undefined ? 0 : Number(after)
  const last = Number(paramsOf(base).iterations) - 1
  if (!Number.isInteger(from) || from < 0 || from > last) {
    notices.push(`with: expected an iteration from 1 to ${last} after @, got ${show(after)}. Left out.`)
    return undefined
  }
  const { seed: _, ...change } = differenceOf(read.recipe, base)
  return { change, from }
}

const differenceOf = (recipe: Recipe, base: Recipe): RecipeDifference =>
  changeTo({ base, preset: '', others: [], seeds: [] }, recipe)

/** `1-5`, or seeds with commas between them. */
function readSeeds(text: string | null, notices: string[]): readonly string[] {
  if (text === null || text === '') return usualSeeds
  const row = /^(\d{1,9})-(\d{1,9})$/.exec(text)
  const first = Number(row?.[1])
  const count = row ? Number(row[2]) - first + 1 : 0
  const named = row
    ? Array.from({ length: Math.max(0, Math.min(count, most.seeds + 1)) }, (_, i) => String(first + i))
    : text.split(',')
  const seeds = [...new Set(named.map(seed => seed.trim().slice(0, longestSeed)).filter(Boolean))]
  if (seeds.length > most.seeds) notices.push(`seeds: expected at most ${most.seeds}, got more. The first are taken.`)
  if (seeds.length === 0) notices.push(`seeds: expected 1-5 or 1,2,7, got ${show(text)}. Taking 1 to 5.`)
  return seeds.length === 0 ? usualSeeds : seeds.slice(0, most.seeds)
}

/** As it is typed into the field of seeds: the same rules, and what was wrong. */
export function seedsFrom(text: string): { readonly seeds: readonly string[]; readonly notices: readonly string[] } {
  const notices: string[] = []
  return { seeds: readSeeds(text, notices), notices }
}

export function writeSeeds(seeds: readonly string[]): string {
  const isRow = seeds.length > 2 && seeds.every((seed, i) => seed === String(Number(seeds[0]) + i))
  return isRow ? `${seeds[0]}-${seeds.at(-1)}` : seeds.join(',')
}

/** What `with` says of the other runs. */
export const writeArms = ({ base, others }: Pick<Comparison, 'base' | 'others'>): string =>
  others.map(arm => writeArm(arm, base)).join(';')

export function writeArm({ change, from }: CompareArm, base: Recipe): string {
  const query = encodeRecipe(applyDifference(change, base, lookups), { id: 'base', recipe: base }, lookups)
  const pairs = [...new URLSearchParams(query)].filter(([key]) => key !== 'preset')
  return pairs.map(pair => pair.map(encodeURIComponent).join(':')).join(',') + (from > 0 ? `@${from}` : '')
}

/** What stands after `?` in the page's part of the address. */
export const writeComparison = (comparison: Comparison): string => {
  const arms = writeArms(comparison)
  return `${arms && `with=${arms}&`}seeds=${writeSeeds(comparison.seeds).split(',').map(encodeURIComponent).join(',')}`
}

/** What is compared, without what is looked at: equal for equal comparisons. */
export const comparedIn = (comparison: Comparison): string => writeCompareAddress(comparison, '')

/** The whole address: the base as its query, then what is looked at and what is compared. */
export function writeCompareAddress(comparison: Comparison, place: string): string {
  const preset = presets.find(({ id }) => id === comparison.preset) ?? presets[0]
  return `?${encodeRecipe(comparison.base, preset, lookups)}#/compare${place && `/${place}`}?${writeComparison(comparison)}`
}

/** The link that begins a comparison of what is on screen with one other run. */
export const compareHash = (change: RecipeDifference, base: Recipe): string =>
  `#/compare?with=${writeArm({ change, from: 0 }, base)}`
