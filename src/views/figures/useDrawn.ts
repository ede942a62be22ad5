import { useEffect, useId, useState } from 'react'
import type { FigureRequest } from '../../protocol/figures.ts'
import { createDraughtsman, type Outcome } from '../../store/figures.ts'

/** One for the whole page: it starts its worker when it is first asked. */
const draughtsman = createDraughtsman()

export interface Held {
  /** The newest that was drawn, which may still be of the settings before. */
  readonly outcome: Outcome | undefined
  readonly isCurrent: boolean
}

/** Pictures of several methods at once, in order; while one is drawn anew, the one before stays. */
export function useDrawn(requests: readonly FigureRequest[]): readonly Held[] {
  const place = useId()
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, Outcome>>>({})
  const [last, setLast] = useState<Readonly<Record<string, Outcome>>>({})
  const asked = JSON.stringify(requests)
  useEffect(() => {
    let isWanted = true
    const all: readonly FigureRequest[] = JSON.parse(asked)
    for (const request of all) {
      if (draughtsman.known(request)) continue
      draughtsman.ask(`${place} ${request.method}`, request, outcome => {
        if (!isWanted) return
        setOutcomes(before => ({ ...before, [JSON.stringify(request)]: outcome }))
        setLast(before => ({ ...before, [request.method]: outcome }))
      })
    }
    return () => {
      isWanted = false
    }
  }, [asked, place])
  return requests.map(request => {
    const drawn = draughtsman.known(request)
    const now = drawn ? { drawn } : outcomes[JSON.stringify(request)]
    return { outcome: now ?? last[request.method], isCurrent: now !== undefined }
  })
}
