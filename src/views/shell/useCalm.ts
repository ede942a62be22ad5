import { startTransition, useEffect, useRef, useState } from 'react'

/**
 * The value, at most every `pace` milliseconds, `delay` after a rest. Several users with different delays take turns, so
 * that no single moment has to draw everything; drawing it may be interrupted by whatever the person does.
 */
export function useCalm<T>(value: T, pace: number, delay = 0): T {
  const [calm, setCalm] = useState(value)
  const latest = useRef(value)
  const given = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    latest.current = value
    const give = () => {
      given.current = latest.current
      startTransition(() => setCalm(latest.current))
      timer.current = setTimeout(rest, pace)
    }
    const rest = () => {
      timer.current = undefined
      if (!Object.is(given.current, latest.current)) give()
    }
    if (!Object.is(given.current, value)) timer.current ??= setTimeout(give, delay)
  }, [value, pace, delay])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return calm
}
