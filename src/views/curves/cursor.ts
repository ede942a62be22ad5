/** The iteration under the pointer, shared by the charts and the time line. Not part of the page's state: it is gone in a moment. */
import { useSyncExternalStore } from 'react'

let iteration: number | undefined
const listeners = new Set<() => void>()

export function pointAt(next: number | undefined): void {
  if (next === iteration) return
  iteration = next
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const usePointedIteration = (): number | undefined => useSyncExternalStore(subscribe, () => iteration)
