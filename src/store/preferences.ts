/** Small habits of the person's, in localStorage: look and layout, never a run. A browser that refuses is no failure. */

const prefix = 'advantage-playground.'

export function readPreference<T>(key: string, isLegal: (value: unknown) => value is T, otherwise: T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(prefix + key) ?? 'null')
    return isLegal(value) ? value : otherwise
  } catch {
    return otherwise
  }
}

export function writePreference(key: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value))
  } catch {
    // A private window or a full disk: the choice holds until the page is closed.
  }
}

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
export const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string')
export const oneOf =
  <const T extends readonly (string | number)[]>(...known: T) =>
  (value: unknown): value is T[number] =>
    known.some(candidate => candidate === value)
