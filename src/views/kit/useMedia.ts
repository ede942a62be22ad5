import { useCallback, useSyncExternalStore } from 'react'

/** Whether a media query holds now; false where nothing is drawn on a screen, as in tests. */
function useMedia(query: string): boolean {
  return useSyncExternalStore(
    useCallback(
      changed => {
        const list = matchMedia(query)
        list.addEventListener('change', changed)
        return () => list.removeEventListener('change', changed)
      },
      [query],
    ),
    () => matchMedia(query).matches,
    () => false,
  )
}

/** Below this width the sections become tabs. Paper is narrow too, and shows them all. */
export const useNarrow = (): boolean => useMedia('screen and (max-width: 800px)')

export const usePrinting = (): boolean => useMedia('print')
