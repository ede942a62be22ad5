/** Kept checkpoints within a fixed memory: dense near the present, sparse in the past. */
import type { Checkpoint, PolicyWeights } from '../../protocol/commands.ts'

export interface Ring {
  readonly add: (checkpoint: Checkpoint) => void
  /** The newest that is not beyond `iteration`. */
  readonly nearest: (iteration: number) => Checkpoint | undefined
  readonly forgetAfter: (iteration: number) => void
  /** Ascending. */
  readonly iterations: () => readonly number[]
}

const weighs = ({ parameters, moment1, moment2 }: PolicyWeights): number =>
  parameters.byteLength + moment1.byteLength + moment2.byteLength

/** Of the weights. What slots remember is held by reference: checkpoints share what did not change. */
export const bytesOf = (checkpoint: Checkpoint): number =>
  [checkpoint, ...Object.values(checkpoint.models ?? {})].reduce((total, weights) => total + weighs(weights), 0)

/**
 * Holds at least the first and the two newest, and otherwise at most `bytes` and `count`. When it is full, the entry goes
 * whose loss leaves the smallest gap in relation to its age, so that gaps grow in proportion to how long ago they are.
 */
export function createRing(bytes: number, count: number): Ring {
  let entries: Checkpoint[] = []
  const full = () => entries.length > count || entries.reduce((sum, entry) => sum + bytesOf(entry), 0) > bytes

  const thin = () => {
    const newest = entries.at(-1)?.iteration ?? 0
    let victim = -1
    let smallest = Number.POSITIVE_INFINITY
    for (let i = 1; i < entries.length - 2; i++) {
      const gap = entries[i + 1]!.iteration - entries[i - 1]!.iteration
      const relative = gap / (newest - entries[i]!.iteration)
      if (relative < smallest) {
        smallest = relative
        victim = i
      }
    }
    if (victim < 0) return false
    entries.splice(victim, 1)
    return true
  }

  return {
    add: checkpoint => {
      entries = entries.filter(({ iteration }) => iteration < checkpoint.iteration)
      entries.push(checkpoint)
      while (full() && thin()) {}
    },
    nearest: wanted => entries.findLast(({ iteration }) => iteration <= wanted),
    forgetAfter: last => {
      entries = entries.filter(({ iteration }) => iteration <= last)
    },
    iterations: () => entries.map(({ iteration }) => iteration),
  }
}
