import { type RefObject, useEffect, useRef } from 'react'

/** What a page that holds this one in a frame hears whenever the height changes: CSS pixels, and nothing else. */
interface HeightMessage {
  readonly source: 'advantage-playground'
  readonly height: number
}

/**
 * Tells the page around it how tall this one is, so that its frame needs no scroll bar. To any origin, because who embeds
 * is not known, and a height is no secret.
 */
export function useEmbedding(isEmbedded: boolean): RefObject<HTMLDivElement | null> {
  const shell = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = shell.current
    if (!isEmbedded || !element || window.parent === window) return
    const observer = new ResizeObserver(() => {
      const message: HeightMessage = { source: 'advantage-playground', height: Math.ceil(element.scrollHeight) }
      window.parent.postMessage(message, '*')
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [isEmbedded])
  return shell
}
