import { useMemo, useSyncExternalStore } from 'react'
import { type Route, readRoute } from '../../store/route.ts'
import { pageWords } from '../pages.ts'

/** `popstate`: Back and Forward between addresses that differ in more than what stands after `#`. */
const changes = ['hashchange', 'popstate'] as const

function listen(changed: () => void): () => void {
  for (const change of changes) addEventListener(change, changed)
  return () => {
    for (const change of changes) removeEventListener(change, changed)
  }
}

export const routeNow = (): Route => readRoute(location.hash, pageWords)

/** The page that the address names now. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(listen, () => location.hash)
  return useMemo(() => readRoute(hash, pageWords), [hash])
}
