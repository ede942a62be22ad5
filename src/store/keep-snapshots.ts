/** Which snapshots stay in the page's memory. */
import type { Snapshot } from '../core/snapshot.ts'

/** Tokens of all kept snapshots together; at about 150 bytes a token this is some 150 MB at most. */
const tokenBudget = 1_000_000
/** The newest are never dropped: they are what one looks at while stepping. */
const newest = 16

/**
 * Adds a snapshot, replacing an earlier phase of the same iteration. Over the budget, the one whose neighbours are
 * closest together goes first, so that what remains spans the whole run evenly; the first and the newest stay.
 */
export function keepSnapshot(kept: readonly Snapshot[], added: Snapshot): Snapshot[] {
  const result = kept.filter(snapshot => snapshot.iteration !== added.iteration)
  const after = result.findIndex(snapshot => snapshot.iteration > added.iteration)
  result.splice(after < 0 ? result.length : after, 0, added)
  return thinSnapshots(result, tokenBudget, newest)
}

/** The same within a budget of tokens; the first stays, and the newest `last`. */
export function thinSnapshots(snapshots: readonly Snapshot[], budget: number, last: number): Snapshot[] {
  const result = [...snapshots]
  let total = tokens(result)
  while (total > budget && result.length > last + 1) {
    const [gone] = result.splice(mostCrowded(result, last), 1)
    total -= gone?.batch.token.length ?? 0
  }
  return result
}

const tokens = (snapshots: readonly Snapshot[]): number =>
  snapshots.reduce((total, snapshot) => total + snapshot.batch.token.length, 0)

function mostCrowded(snapshots: readonly Snapshot[], last: number): number {
  let best = 1
  let narrowest = Number.POSITIVE_INFINITY
  for (let i = 1; i < snapshots.length - last; i++) {
    const gap = snapshots[i + 1]!.iteration - snapshots[i - 1]!.iteration
    if (gap < narrowest) {
      narrowest = gap
      best = i
    }
  }
  return best
}
