import { useEffect, useMemo, useState } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { type Entry, everyEntry, type Outcome, type Own } from '../../../methods/bench.ts'
import { measureWhole } from '../../../methods/whole.ts'
import { inSlices } from '../../kit/slices.ts'

/** What was measured on a batch, by row; batches are immutable, and go with what is known of them. */
const known = new WeakMap<Batch, Map<string, Outcome>>()

function measured(entry: Entry, batch: Batch, iteration: number): Outcome {
  const ofBatch = known.get(batch) ?? new Map<string, Outcome>()
  known.set(batch, ofBatch)
  const key = JSON.stringify([entry.key, entry.params])
  const outcome = ofBatch.get(key) ?? measureWhole(entry, batch, iteration)
  ofBatch.set(key, outcome)
  return outcome
}

/** The rows that are shown, at once: a few methods cost a few milliseconds. */
export const useMeasured = (entries: readonly Entry[], batch: Batch, iteration: number): readonly Outcome[] =>
  useMemo(() => entries.map(entry => measured(entry, batch, iteration)), [entries, batch, iteration])

/** Every method there is on this batch, a few at a time while the page is idle; the last full list meanwhile. */
export function useEvery(batch: Batch, iteration: number, own: Own): readonly Outcome[] {
  const [all, setAll] = useState<readonly Outcome[]>([])
  const { method, params } = own
  useEffect(() => {
    const found: Outcome[] = []
    return inSlices(
      everyEntry({ method, params }),
      entry => found.push(measured(entry, batch, iteration)),
      () => setAll(found),
    )
  }, [batch, iteration, method, params])
  return all
}
