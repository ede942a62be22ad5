/** The registry: every file in a slot's folder is a method. Registration is a consequence of existing. */
import { lookUp } from '../core/fail.ts'
import type { Method, Taken } from '../core/method.ts'
import type { Recipe } from '../core/recipe.ts'
import { ownId } from '../core/recipe-own.ts'
import { takenWords } from '../core/recipe-slots.ts'
import { ownForm } from './own.ts'
import { type ResolvedMethod, resolveIn } from './resolve.ts'
import type { Registry } from './specs.ts'

export { filled, type ResolvedMethod } from './resolve.ts'
export type { Filled } from './specs.ts'

const files = import.meta.glob<Method>(
  ['./*/*.ts', '!./*/*.test.ts', '!./*/*.golden.ts', '!./*/*.math.ts', '!./golden/**'],
  {
    eager: true,
    import: 'default',
  },
)

export const methods: Registry = new Map(
  Object.values(files)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(method => [method.id, method]),
)

/** Id of the method that every other one is compared with (`versusGrpo`). */
export const yardstick = 'grpo'

/** Files by method id, for the test that compares file names, folders and ids. */
export const methodFiles: ReadonlyMap<string, string> = new Map(
  Object.entries(files).map(([path, method]) => [method.id, path]),
)

/** Of this id; one's own is in no list of methods. */
export const methodOf = (id: string): Method => (id === ownId ? ownForm : lookUp('method', id, methods))

const resolved = new WeakMap<Registry, WeakMap<Method, Map<string, ResolvedMethod>>>()

/** The method with every slot filled; `resolveIn` says when it fails. The same three give the same object again. */
export function resolve(method: Method, registry: Registry = methods, taken: Taken = {}): ResolvedMethod {
  const ofRegistry = held(resolved, registry, () => new WeakMap<Method, Map<string, ResolvedMethod>>())
  const ofMethod = held(ofRegistry, method, () => new Map<string, ResolvedMethod>())
  return held(ofMethod, JSON.stringify(taken), () => resolveIn(method, registry, taken))
}

/** The value of a key, made when it is asked for the first time. */
function held<K, V>(cache: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  const known = cache.get(key)
  if (known !== undefined) return known
  const made = make()
  cache.set(key, made)
  return made
}

export const resolveMethod = (id: string): ResolvedMethod => resolve(methodOf(id))

/** What a recipe trains: its method, with the slots that it takes from others. */
export const resolveRecipe = ({ method, slots }: Pick<Recipe, 'method' | 'slots'>): ResolvedMethod =>
  resolve(methodOf(method), methods, slots)

export const titleOf = (id: string): string => (id === ownId ? ownForm : methods.get(id))?.title ?? id

/** The method's name for people, with what it takes from others. */
export const nameOf = ({ method, taken }: Pick<ResolvedMethod, 'method' | 'taken'>): string =>
  method.title + takenWords(taken, titleOf)
