import { useMemo, useSyncExternalStore } from 'react'
import { type Route, readRoute } from '../../store/route.ts'

function listen(changed: () => void): () => void {
  addEventListener('hashchange', changed)
  return () => removeEventListener('hashchange', changed)
}

/** The page that the address names now. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(listen, () => location.hash)
  return useMemo(() => readRoute(hash), [hash])
}
