import { useEffect, useState } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { type Entry, isMeasured, type Outcome } from '../../../methods/bench.ts'
import { yardstick } from '../../../methods/index.ts'
import { weigh } from '../../../store/weigh.ts'

type Weights = ReadonlyMap<string, Float32Array>
const none: Weights = new Map()

/** [T] each row's gradient weights, from the worker, as they come; asked for only while they are looked at. */
export function useWeights(outcomes: readonly Outcome[], iteration: number, isAsked: boolean): Weights {
  const [known, setKnown] = useState<{ readonly of: readonly Outcome[]; readonly weights: Weights }>()
  useEffect(() => {
    if (!isAsked) return
    let isCurrent = true
    const tell = (entry: Entry, weight: Float32Array) => {
      if (!isCurrent) return
      setKnown(before => {
        const so = before?.of === outcomes ? before.weights : none
        return { of: outcomes, weights: new Map(so).set(entry.key, weight) }
      })
    }
    for (const outcome of outcomes) if (isMeasured(outcome)) ask(outcome.entry, outcome.batch, iteration, tell)
    return () => {
      isCurrent = false
    }
  }, [outcomes, iteration, isAsked])
  return known?.of === outcomes ? known.weights : none
}

function ask(entry: Entry, batch: Batch, iteration: number, tell: (entry: Entry, weight: Float32Array) => void): void {
  const { params, method } = entry
  // The house's loss, as the yardstick has it, is that of one's own estimator.
  const id = entry.isOwn ? yardstick : method.method.id
  weigh({ method: id, params, batch, iteration }).then(
    weight => tell(entry, weight),
    // Without a number its cells stay empty.
    () => tell(entry, new Float32Array(batch.token.length).fill(Number.NaN)),
  )
}
