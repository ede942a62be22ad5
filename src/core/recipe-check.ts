/** Recipes that come from outside (a link, a file, a command line) made legal, and their difference from a preset. */
import { fail, nearest, PlaygroundError } from './fail.ts'
import { legalise, type ParamSpecs, type ParamValue, type ParamValues } from './params.ts'
import { policySpec } from './policy.ts'
import { blankRecipe, type Recipe, specsWith } from './recipe.ts'
import { legalProgram, ownField, ownId, packed, programKey, refuseEmpty, unpacked } from './recipe-own.ts'
import { legalSlots, slotPrefix, slotsField, slotsOver } from './recipe-slots.ts'
import { sayEach, show } from './show.ts'
import type { Taken } from './slots.ts'
import { bases as trainedBases } from './task.ts'

/** What a check must know of the registries; passed in, because core imports nothing. */
export interface RecipeLookups {
  readonly tasks: ReadonlyMap<string, KnownTask>
  /** Ids. */
  readonly methods: ReadonlySet<string>
  /** Specs of all slots of a method, with those that it takes. Throws the house error where they cannot be combined. */
  readonly specs: (recipe: Pick<Recipe, 'method' | 'slots'>) => ParamSpecs
}
export interface KnownTask {
  readonly levels: readonly KnownLevel[]
  /** True when a tabular policy can play it. */
  readonly tabular: boolean
}

/** The fields of core/task.ts's Level that a recipe can be checked against. */
interface KnownLevel {
  readonly id: string
  readonly policies: readonly string[]
  readonly bases?: readonly string[]
}

export interface CheckedRecipe {
  readonly recipe: Recipe
  /** One sentence for each thing that had to change. */
  readonly notices: readonly string[]
}

/** Starting weights that a recipe may name. */
export const bases = [...trainedBases, 'random'] as const
const fields = ['task', 'level', 'policy', 'base', 'method', 'seed'] as const
type Field = (typeof fields)[number]
/** Characters of a seed at most. */
export const longestSeed = 64

/** Every parameter that a recipe with this method and policy understands. */
export const specsOf = (recipe: Pick<Recipe, 'method' | 'slots' | 'policy'>, { specs }: RecipeLookups): ParamSpecs =>
  specsWith(recipe.policy, specs(recipe))

/** The slots of a recipe with this method; what does not fit is an error, or told and left out. */
export const slotsFor = (
  method: string,
  slots: unknown,
  { specs }: RecipeLookups,
  notice?: (sentence: string) => void,
): { readonly slots?: Taken } =>
  slotsField(legalSlots(slots, { method, combine: taken => specs({ method, slots: taken }), notice }))

/**
 * A legal recipe from anything. Absent fields take their default; numbers out of range are clamped, wrong types and
 * unknown parameters are left out, each with a notice; parameters at their default are not written. Unknown ids, and slots that cannot be taken, throw
 * the house error with the nearest three, or, when `fallback` is given, become notices and take the fallback's id.
 */
export function checkRecipe(input: unknown, lookups: RecipeLookups, fallback?: Recipe): CheckedRecipe {
  const notices: string[] = []
  const given = isRecord(input) ? input : {}
  if (!isRecord(input)) notices.push(`recipe: expected an object, got ${show(input)}. Taking the default recipe.`)
  const named = [...fields, 'own', 'slots', 'params']
  const strange = Object.keys(given).filter(key => !named.includes(key))
  notices.push(...sayEach(strange, key => `recipe: expected one of ${named.join(', ')}, got ${show(key)}. Left out.`))
  const text = textReader(given, notices)
  const known = idReader(text, notices, fallback)
  const task = known('task', lookups.tasks.keys(), fallback?.task ?? blankRecipe.task)
  const { levels, tabular } = lookups.tasks.get(task) ?? { levels: [], tabular: false }
  const preferred = [fallback, blankRecipe].find(recipe => recipe?.task === task)
  const levelIds = levels.map(({ id }) => id)
  const level = known('level', levelIds, levelIds.find(id => id === preferred?.level) ?? levelIds[0] ?? '')
  const found = levels.find(({ id }) => id === level) ?? { id: level, policies: [] }
  const policy = legalPolicy(text('policy'), found.policies, tabular, notices, preferred, fallback !== undefined)
  const base = legalBase(known('base', bases, preferred?.base ?? blankRecipe.base), policy, found, notices)
  const { method, ...program } = legalMethod(given, known, lookups, notices, fallback)
  const seed = legalSeed(text('seed') ?? fallback?.seed ?? blankRecipe.seed, notices)
  const taken = slotsFor(method, given.slots, lookups, fallback && (sentence => notices.push(sentence)))
  const params = legalParams(given.params, specsOf({ method, policy, ...taken }, lookups), notices)
  return { recipe: { task, level, policy, base, method, ...program, ...taken, seed, params }, notices }
}

/** The method, and the program that one's own has; a program beside any other method is told and left out. */
function legalMethod(
  given: Readonly<Record<string, unknown>>,
  known: ReturnType<typeof idReader>,
  { methods }: RecipeLookups,
  notices: string[],
  fallback: Recipe | undefined,
): Pick<Recipe, 'method' | 'own'> {
  const program = legalProgram(given.own, sentence => notices.push(sentence))
  if (given.method === ownId && program === undefined) {
    if (!fallback) return refuseEmpty(given.own)
    if (given.own === undefined) notices.push(`recipe.own: expected the program of the method "${ownId}", got nothing.`)
    return { method: fallback.method, ...ownField(fallback.method, fallback.own) }
  }
  const ids = program === undefined ? methods : [...methods, ownId]
  const method = known('method', ids, fallback?.method ?? blankRecipe.method)
  if (program !== undefined && method !== ownId)
    notices.push(`recipe.own: expected none with the method "${method}", got one. Left out.`)
  return { method, ...ownField(method, program ?? fallback?.own) }
}

/** Reads a field as text; seeds may be numbers. Wrong types are noticed and left out. */
const textReader = (given: Readonly<Record<string, unknown>>, notices: string[]) => (field: Field) => {
  const value = given[field]
  if (value === undefined || typeof value === 'string') return value || undefined
  if (field === 'seed' && typeof value === 'number') return String(value)
  notices.push(`recipe.${field}: expected text, got ${show(value)}. Taking the default.`)
  return undefined
}

/** Not too long for a link, and without halves of a character, which no link can hold. */
function legalSeed(given: string, notices: string[]): string {
  const seed = given.slice(0, longestSeed).replace(/\p{Cs}/gu, '\uFFFD')
  if (seed !== given) {
    notices.push(`recipe.seed: expected at most ${longestSeed} whole characters, got ${show(given)}. Cut to fit.`)
  }
  return seed
}

const idReader =
  (text: (field: Field) => string | undefined, notices: string[], fallback: Recipe | undefined) =>
  (field: Field, known: Iterable<string>, otherwise: string): string => {
    const id = text(field)
    const ids = [...known]
    if (id === undefined || ids.includes(id)) return id ?? otherwise
    const cure = `Nearest: ${nearest(id, ids).join(', ')}.`
    if (!fallback) fail(`recipe.${field}`, `a known ${field}`, show(id), cure)
    notices.push(`recipe.${field}: expected a known ${field}, got ${show(id)}. ${cure} Taking "${otherwise}".`)
    return otherwise
  }

function legalPolicy(
  id: string | undefined,
  warm: readonly string[],
  tabular: boolean,
  notices: string[],
  preferred: Recipe | undefined,
  lenient: boolean,
): string {
  const preferredPolicy = preferred && warm.includes(preferred.policy) ? preferred.policy : undefined
  const otherwise = preferredPolicy ?? warm[0] ?? blankRecipe.policy
  if (id === undefined) return otherwise
  try {
    if (policySpec(id).kind === 'tabular' && !tabular) {
      fail('recipe.policy', 'a network, because this task has no table of states', '"tabular"', `Try "${otherwise}".`)
    }
    return id
  } catch (error) {
    if (!lenient || !(error instanceof PlaygroundError)) throw error
    notices.push(`${error.message} Taking "${otherwise}".`)
    return otherwise
  }
}

/** Tabular policies start from the task's own logits, so they have every base of the level. */
function legalBase(base: string, policy: string, level: KnownLevel, notices: string[]): string {
  if (base === 'random') return base
  if (policy !== 'tabular' && !level.policies.includes(policy)) {
    const trained = level.policies.filter(id => id !== 'tabular').join(', ') || 'no network'
    notices.push(`recipe.base: expected "random" for ${policy}, got "${base}". Taking "random"; trained: ${trained}.`)
    return 'random'
  }
  const known = level.bases ?? ['warm']
  if (known.includes(base)) return base
  const otherwise = known[0] ?? 'random'
  notices.push(`recipe.base: expected ${known.join(' or ')} at this level, got "${base}". Taking "${otherwise}".`)
  return otherwise
}

function legalParams(input: unknown, specs: ParamSpecs, notices: string[]): ParamValues {
  if (input === undefined) return {}
  if (!isRecord(input)) {
    notices.push(`recipe.params: expected an object, got ${show(input)}. Taking the defaults.`)
    return {}
  }
  const params: Record<string, ParamValue> = {}
  const strange = (key: string) => {
    const cure = `Nearest: ${nearest(key, Object.keys(specs)).join(', ')}. Left out.`
    return `recipe.params: expected a parameter of the method or of training, got ${show(key)}. ${cure}`
  }
  const unknown = Object.keys(input).filter(key => !own(specs, key))
  notices.push(...sayEach(unknown, strange))
  for (const [key, value] of Object.entries(input)) {
    const spec = own(specs, key)
    if (!spec) continue
    const legal = legalise(key, spec, value)
    if (legal.notice) notices.push(legal.notice)
    if (legal.value !== spec.default) params[key] = legal.value
  }
  return params
}

export type RecipeDifference = Partial<Omit<Recipe, 'params'>> & { readonly params?: ParamValues }

/** What must be written over `from` to get `recipe`. Both must be legal. Applying it is `applyDifference`. */
export function diffRecipe(recipe: Recipe, from: Recipe, lookups: RecipeLookups): RecipeDifference {
  // Another task has its own levels and policies: equal names there mean nothing.
  const moved = recipe.task !== from.task
  const restated = (field: Field) => moved && (field === 'level' || field === 'policy' || field === 'base')
  const changed = fields.filter(field => restated(field) || recipe[field] !== from[field])
  const params: Record<string, ParamValue> = {}
  for (const [key, spec] of Object.entries(specsOf(recipe, lookups))) {
    const before = inherited(key, spec, from)
    const now = own(recipe.params, key) ?? spec.default
    if (before !== now) params[key] = now
  }
  return {
    ...Object.fromEntries(changed.map(field => [field, recipe[field]])),
    ...(recipe.own !== from.own && ownField(recipe.method, recipe.own)),
    ...slotsField(slotsOver(recipe.slots, from.slots, recipe.method)),
    ...(Object.keys(params).length > 0 && { params }),
  }
}

/** The recipe that stands when a difference is written over another; parameters and slots that no longer fit fall away. */
export function applyDifference(difference: RecipeDifference, from: Recipe, lookups: RecipeLookups): Recipe {
  const { slots, own: program, ...given } = { ...from, ...difference }
  const taken = slotsFor(given.method, { ...from.slots, ...slots }, lookups, () => {})
  const merged = { ...given, ...ownField(given.method, program), ...taken }
  const params: Record<string, ParamValue> = {}
  for (const [key, spec] of Object.entries(specsOf(merged, lookups))) {
    const value = own(difference.params ?? {}, key) ?? inherited(key, spec, from)
    if (value !== spec.default) params[key] = value
  }
  return { ...merged, params }
}

/** What a preset's own value of a parameter comes to under another method's specs. */
const inherited = (key: string, spec: ParamSpecs[string], from: Recipe): ParamValue =>
  legalise(key, spec, own(from.params, key) ?? spec.default).value

export interface NamedRecipe {
  readonly id: string
  readonly recipe: Recipe
}

/** A query string such as `preset=grpo-basics&method=rover&learningRate=0.003`: the difference from the preset. */
export function encodeRecipe(recipe: Recipe, preset: NamedRecipe, lookups: RecipeLookups): string {
  const { params, slots, own: program, ...ids } = diffRecipe(recipe, preset.recipe, lookups)
  const query = new URLSearchParams({ preset: preset.id })
  for (const field of fields) if (ids[field] !== undefined) query.set(field, ids[field])
  if (program !== undefined) query.set(programKey, packed(program))
  for (const [slot, id] of Object.entries(slots ?? {})) query.set(slotPrefix + slot, id)
  for (const [key, value] of Object.entries(params ?? {})) query.set(key, String(value))
  return query.toString()
}

/**
 * The recipe that a query string stands for. Never throws: what cannot be read is noticed and keeps the preset's value.
 * Keys in `foreign` belong to somebody else (the page's tab, say) and are passed over.
 */
export function decodeRecipe(
  query: string,
  presets: readonly [NamedRecipe, ...NamedRecipe[]],
  lookups: RecipeLookups,
  foreign: readonly string[] = [],
): CheckedRecipe & { readonly preset: string } {
  const notices: string[] = []
  const all = [...new URLSearchParams(query)]
  const pairs = new Map(all)
  const id = pairs.get('preset')
  const preset = presets.find(candidate => candidate.id === id) ?? presets[0]
  if (id !== undefined && id !== preset.id) {
    const known = presets.map(candidate => candidate.id)
    notices.push(
      `preset: expected a known preset, got ${show(id)}. Nearest: ${nearest(id, known).join(', ')}. Taking "${preset.id}".`,
    )
  }
  notices.push(...sayEach(repeated(all), key => `${show(key)}: expected once, got it again. Taking the last.`))
  const ids = Object.fromEntries(fields.flatMap(field => (pairs.has(field) ? [[field, pairs.get(field)]] : [])))
  const slots = Object.fromEntries(
    [...pairs].flatMap(([key, value]) => (key.startsWith(slotPrefix) ? [[key.slice(slotPrefix.length), value]] : [])),
  )
  const isParam = (key: string) =>
    key !== 'preset' &&
    key !== programKey &&
    !key.startsWith(slotPrefix) &&
    !foreign.includes(key) &&
    !fields.some(field => field === key)
  const params = Object.fromEntries([...pairs].filter(([key]) => isParam(key)))
  const moved = movedFrom(preset.recipe, ids)
  const wished = { ...preset.recipe.slots, ...slots }
  const program = programIn(pairs.get(programKey), notices) ?? ownField(ids.method ?? ownId, preset.recipe.own).own
  const asked = checkRecipe({ ...moved, ...ids, own: program, slots: wished, params }, lookups, preset.recipe)
  // A value at its default still counts when the preset says otherwise, so the written keys are looked at again.
  const specs = specsOf(asked.recipe, lookups)
  const written = Object.fromEntries(
    Object.keys(params).flatMap(key => {
      const spec = own(specs, key)
      return spec ? [[key, legalise(key, spec, params[key]).value]] : []
    }),
  )
  const taken = slotsOver(asked.recipe.slots, preset.recipe.slots, asked.recipe.method)
  const recipe = applyDifference({ ...asked.recipe, slots: taken, params: written }, preset.recipe, lookups)
  return { preset: preset.id, recipe, notices: [...notices, ...asked.notices] }
}

function programIn(word: string | undefined, notices: string[]): string | undefined {
  const program = word === undefined ? undefined : unpacked(word)
  if (word !== undefined && program === undefined)
    notices.push(`${programKey}: expected a program, got ${show(word)}. Left out.`)
  return program
}

/** Keys that stand there more than once. */
function repeated(pairs: readonly (readonly [string, string])[]): string[] {
  const seen = new Set<string>()
  const again = pairs.filter(([key]) => {
    const isKnown = seen.has(key)
    seen.add(key)
    return isKnown
  })
  return [...new Set(again.map(([key]) => key))]
}

/** A preset's ids that still hold: another task has its own levels, policies and bases, another level its policies. */
function movedFrom(preset: Recipe, ids: Readonly<Record<string, string | undefined>>): Partial<Recipe> {
  const { task, level, policy, base, method, seed } = preset
  if (ids.task !== undefined && ids.task !== task) return { method, seed }
  return { task, level, policy, base, method, seed }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Own properties only, so that a link cannot name `constructor`. */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined
