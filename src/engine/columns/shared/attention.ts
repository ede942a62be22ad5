/** How far tokens look back, and how much they are looked at, by the policy that sampled them. */
import type { lookParams } from '../../../core/columns/params.ts'
import {
  type AttentionMap,
  averageDistance,
  futureInfluence,
  headSpan,
} from '../../../core/formulas/attention-rhythm.ts'
import { mean } from '../../../core/math.ts'
import type { Values } from '../../../core/params.ts'
import { type AttentionMaps, attentionMaps } from '../../../policy/attention.ts'
import type { Sampled } from '../../../policy/policy.ts'
import { type Frame, type Run, rowsOf } from '../../run.ts'

export interface Looks {
  /** [T] averaged over the local heads. */
  readonly distance: Float32Array
  /** [T] averaged over the global heads. */
  readonly influence: Float32Array
}

/** Over which distances maps are read. */
type Reach = Values<typeof lookParams>

/** Both columns come from the same maps; those of the latest responses are kept for the second one that asks. */
const known = new WeakMap<Sampled, Promise<Looks | undefined>>()

/** Undefined for a policy without attention. */
export function looksOf(run: Run, frame: Frame, params: Reach): Promise<Looks | undefined> {
  const { sampled } = frame
  if (!sampled) return Promise.resolve(undefined)
  const looks = known.get(sampled) ?? look(run, frame, params)
  known.set(sampled, looks)
  return looks
}

async function look(run: Run, frame: Frame, { lookBack, aheadFrom, aheadTo }: Reach): Promise<Looks | undefined> {
  const rows = rowsOf(frame)
  const maps = await attentionMaps(run.policy, rows)
  if (!maps) return undefined
  const starts = rows.problems.map(({ prompt }) => prompt.length)
  const { local, global } = headsOf(maps, starts)
  const over = (heads: readonly Head[], read: (map: AttentionMap, start: number) => number[]) =>
    Float32Array.from(
      starts.flatMap((start, row) => {
        const each = heads.map(({ layer, head }) => read(maps.map(layer, head, row), start))
        return each[0]!.map((_, t) => mean(each.map(values => values[t]!)))
      }),
    )
  return {
    distance: over(local, (map, start) => averageDistance(map, start, lookBack)),
    influence: over(global, (map, start) => futureInfluence(map, start, aheadFrom, aheadTo)),
  }
}

interface Head {
  readonly layer: number
  readonly head: number
}
/** Share of heads that count as local, and as global. */
const share = 0.3

/** The heads with the shortest and the longest mean look-back over these responses; at least one of each. */
function headsOf(maps: AttentionMaps, starts: readonly number[]): { local: Head[]; global: Head[] } {
  const heads = Array.from({ length: maps.layers * maps.heads }, (_, k): Head & { span: number } => {
    const [layer, head] = [Math.floor(k / maps.heads), k % maps.heads]
    return { layer, head, span: mean(starts.map((start, row) => headSpan(maps.map(layer, head, row), start))) }
  }).sort((a, b) => a.span - b.span)
  const count = Math.max(1, Math.round(share * heads.length))
  return { local: heads.slice(0, count), global: heads.slice(-count) }
}
