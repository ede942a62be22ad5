/**
 * An estimator of one's own in a recipe: a program as text, which belongs to the one method that no file has. What it sees
 * and gives back: own/contract.ts; who runs it, and when: engine/opening/own.ts.
 */
import { fail } from './fail.ts'
import { show } from './show.ts'

/** The method's id, and its row's key on the bench; no file of a method is called so. */
export const ownId = 'own'
export const ownTitle = 'Your estimator'
/** Characters: longer programs fit no link. */
export const longestProgram = 8000

/** Key of an address that holds the program of a recipe. */
export const programKey = 'program'

/** As a part of a recipe with this method: absent where it is not the method that has one. */
export const ownField = (method: string, own: string | undefined): { readonly own?: string } =>
  method === ownId && own !== undefined ? { own } : {}

/** A program that may stand in a recipe, from anything; what is none is told and left out. */
export function legalProgram(input: unknown, notice: (sentence: string) => void): string | undefined {
  if (input === undefined) return undefined
  const isText = typeof input === 'string' && input.trim() !== '' && !/\p{Cs}/u.test(input)
  if (isText && input.length <= longestProgram) return input
  const got = isText ? `${input.length} characters` : show(input)
  notice(`recipe.own: expected a program of 1 to ${longestProgram} whole characters, got ${got}. Left out.`)
  return undefined
}

/** Says what is wrong where the method is one's own and there is no program. */
export const refuseEmpty = (given: unknown): never =>
  fail('recipe.own', `the program of the method "${ownId}"`, show(given), 'Write its source there, as text.')

/** Text as a word of an address, in letters that no address escapes. */
export const packed = (source: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(source)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')

/** The text back; undefined where the word holds none, or one that is too long. */
export function unpacked(word: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(word.replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0))
    const source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return source.length <= longestProgram ? source : undefined
  } catch {
    return undefined
  }
}
