import { useState } from 'react'
import { readPreference, writePreference } from '../../store/preferences.ts'

/** `useState` that the browser remembers. */
export function usePreference<T>(key: string, isLegal: (value: unknown) => value is T, otherwise: T) {
  const [value, setValue] = useState(() => readPreference(key, isLegal, otherwise))
  const keep = (next: T) => {
    setValue(next)
    writePreference(key, next)
  }
  return [value, keep] as const
}
