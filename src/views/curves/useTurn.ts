import { useEffect, useState } from 'react'

/** Charts that want to draw, in order of asking. One is served at a time, so that no task has to draw them all. */
const waiting = new Set<() => void>()
let isServing = false
const rest = 16

function serve(): void {
  const [next] = waiting
  if (!next) {
    isServing = false
    return
  }
  waiting.delete(next)
  next()
  setTimeout(serve, rest)
}

function ask(draw: () => void): void {
  waiting.add(draw)
  if (isServing) return
  isServing = true
  setTimeout(serve, 0)
}

/** The value, when this chart's turn has come. Asking again while waiting keeps the place in the queue. */
export function useTurn<T>(value: T): T {
  const [drawn, setDrawn] = useState(value)
  useEffect(() => {
    if (Object.is(drawn, value)) return
    const draw = () => setDrawn(value)
    ask(draw)
    return () => void waiting.delete(draw)
  }, [drawn, value])
  return drawn
}
