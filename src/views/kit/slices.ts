/** Work that is longer than a frame, done in pieces while the page is idle. */

/** Safari has no idle callback. */
const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 200 })
  else setTimeout(work, 16)
}

/** Milliseconds of one piece: well under a frame, so that a drag stays smooth. */
const piece = 8

/** Does each of these in order; `done` follows the last. Handed back: a way to stop. */
export function inSlices<T>(items: readonly T[], work: (item: T) => void, done: () => void): () => void {
  let at = 0
  let stopped = false
  const go = () => {
    if (stopped) return
    const end = performance.now() + piece
    while (at < items.length && performance.now() < end) work(items[at++]!)
    if (at < items.length) whenIdle(go)
    else done()
  }
  whenIdle(go)
  return () => {
    stopped = true
  }
}
