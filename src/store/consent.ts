/**
 * Which programs may run: those that a person wrote here, or said yes to, by their whole text. A link, a file or a stored
 * run never says yes for them. Remembered for the session of this browser tab at most.
 */
import type { Recipe } from '../core/recipe.ts'
import type { BenchRows } from './bench-address.ts'
import { isTexts } from './preferences.ts'

const place = 'advantage-playground.programs'
/** Texts that are remembered; each has at most some thousand characters. */
const most = 20

export type Allowed = ReadonlySet<string>

/** Whether nothing in the way of this recipe's run is a program that nobody has said yes to. */
export const mayRun = ({ own }: Pick<Recipe, 'own'>, { allowed }: { readonly allowed: Allowed }): boolean =>
  own === undefined || allowed.has(own)

/** The bench, which runs what may run: an address says of no program that it may. */
export const trusting = (bench: BenchRows, allowed: Allowed): BenchRows =>
  bench.own && !bench.own.isTrusted && allowed.has(bench.own.source)
    ? { ...bench, own: { ...bench.own, isTrusted: true } }
    : bench

export function readAllowed(): Allowed {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(place) ?? '[]')
    return new Set(isTexts(value) ? value.slice(-most) : [])
  } catch {
    return new Set()
  }
}

/** The newest last. */
export const withAllowed = (allowed: Allowed, program: string): Allowed =>
  new Set([...[...allowed].filter(known => known !== program), program].slice(-most))

export function writeAllowed(allowed: Allowed): void {
  try {
    sessionStorage.setItem(place, JSON.stringify([...allowed]))
  } catch {
    // A private window or a full disk: it is asked again after a reload.
  }
}
