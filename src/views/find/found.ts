/** The kept iterations in which something was found, as ticks of the time line. Not part of the page's state: a mark on a map. */
import { useSyncExternalStore } from 'react'

export interface Found {
  /** The run that was searched. */
  readonly run: string
  readonly query: string
  /** Ascending. */
  readonly iterations: readonly number[]
}

let found: Found | undefined
const listeners = new Set<() => void>()

export function markFound(next: Found | undefined): void {
  found = next
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useFound = (): Found | undefined => useSyncExternalStore(subscribe, () => found)
