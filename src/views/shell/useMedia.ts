import { useCallback, useMemo, useSyncExternalStore } from 'react'

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const list = useMemo(() => matchMedia(query), [query])
  return useSyncExternalStore(
    useCallback(
      changed => {
        list.addEventListener('change', changed)
        return () => list.removeEventListener('change', changed)
      },
      [list],
    ),
    () => list.matches,
  )
}

/** Below this width the sections become tabs (also in frame.css). */
export const useNarrow = (): boolean => useMedia('(max-width: 800px)')
