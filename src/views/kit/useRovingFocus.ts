import { type RefObject, useEffect, useRef } from 'react'

/**
 * Keeps the keyboard on the selected token: when the selection moves while one of the container's tokens has the focus,
 * the focus moves along, also into another strip. `key` changes with the selection.
 */
export function useRovingFocus(key: string): RefObject<HTMLDivElement | null> {
  const container = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the effect is about the moment at which the key changes.
  useEffect(() => {
    const focused = container.current?.querySelector('.token:focus, .strip:focus, .overview:focus')
    const wanted = container.current?.querySelector<HTMLElement>('.token[tabindex="0"], .overview[tabindex="0"]')
    if (focused && wanted && focused !== wanted) wanted.focus()
  }, [key])
  return container
}
