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

/** A window as low as a laptop's at 200 % zoom: what stands above and below the work is kept to a line each. */
export const useShort = (): boolean => useMedia('screen and (max-height: 620px)')

export const usePrinting = (): boolean => useMedia('print')
