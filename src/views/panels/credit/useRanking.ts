import { useEffect, useRef, useState } from 'react'
import type { Snapshot } from '../../../core/snapshot.ts'
import { inSlices } from '../../kit/slices.ts'
import { type Contender, contenders, type Ranked, ranked, rate, type Unranked } from './ranking.ts'

export interface Ranking {
  readonly iteration: number
  readonly rows: readonly Ranked[]
  readonly left: readonly Unranked[]
}

/** Snapshots are immutable, so a ranking holds as long as its batch. */
const known = new WeakMap<Snapshot['batch'], Ranking>()

/**
 * The ranking of the snapshot, computed one contender at a time while the page is idle, and only while it is asked for.
 * A ranking under way is finished before a newer snapshot is taken up, so that a fast run does not starve it.
 */
export function useRanking(snapshot: Snapshot, isOpen: boolean): Ranking | undefined {
  const [shown, setShown] = useState<Ranking | undefined>(undefined)
  const working = useRef(false)
  const { batch, iteration } = snapshot
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` changes when a ranking is finished: on to the newest.
  useEffect(() => {
    if (!isOpen || working.current) return
    const done = known.get(batch)
    if (done) {
      setShown(done)
      return
    }
    working.current = true
    const rated: (Ranked | Unranked)[] = []
    const rateOne = (contender: Contender) => rated.push(rate(contender, batch, iteration))
    inSlices(contenders(), rateOne, () => {
      const ranking = { iteration, rows: ranked(rated), left: rated.filter(one => 'because' in one) }
      known.set(batch, ranking)
      working.current = false
      setShown(ranking)
    })
  }, [batch, iteration, isOpen, shown])
  return shown
}
