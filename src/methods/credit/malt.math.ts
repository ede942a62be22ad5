/** Responses of three roles as a tree, and what is learned from each node of it (arXiv 2412.01928, sections 4.2 and 4.3). */
import { type Batch, groupMembers } from '../../core/batch.ts'
import { prefixMeans } from '../../core/formulas/prefixes.ts'
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Who generates, who criticises, who refines. */
const roles = [1, 2, 3] as const

export const roleParams = {
  roleTokens: number({
    label: 'Tokens of a role',
    default: 1,
    min: 1,
    max: 64,
    integer: true,
    note: 'Of the first two; the third writes the rest.',
  }),
}

/** Branches of every node, so that the leaves fit into the group. */
export const branchesOf = (groupSize: number): number => Math.max(1, Math.floor(Math.cbrt(groupSize) + 1e-9))

/** Per problem the leaves: n beginnings, n ways on from each, and n ends of each of those. */
export async function grown(
  handle: SamplerHandle,
  problems: readonly number[],
  groupSize: number,
  roleTokens: number,
): Promise<readonly (readonly SampledRollout[])[]> {
  const n = branchesOf(groupSize)
  let leaves: readonly (readonly SampledRollout[])[] = problems.map(() => [])
  let nodes: readonly (readonly (readonly number[])[])[] = problems.map(() => [[]])
  let asked = 0
  for (const role of roles) {
    const width = n ** role
    const requests = nodes.flatMap((prefixes, k) =>
      Array.from({ length: width }, (_, j) => ({
        problem: problems[k]!,
        rollout: asked + j,
        prefix: prefixes[Math.floor(j / n)]!,
      })),
    )
    const drawn = await handle.continueFrom(requests)
    leaves = problems.map((_, k) => drawn.slice(k * width, (k + 1) * width))
    nodes = leaves.map(own => own.map(({ tokens }) => tokens.slice(0, role * roleTokens)))
    asked += width
  }
  return leaves
}

/** Of a response of this length where each role ends. */
export const endsOf = (length: number, roleTokens: number): readonly number[] =>
  [roleTokens, 2 * roleTokens, length].map(end => Math.min(end, length))

export interface Labelled {
  /** [T] share of the leaves below the node of a token's role that are right. */
  readonly roleValue: Float32Array
  /** [T] 1 where that exceeds the threshold. */
  readonly kept: Float32Array
  /** [T] 1 where it does not, but a sibling of the node does: same problem, same words before; never of the first role. */
  readonly contrasted: Float32Array
}

export function labelled(batch: Batch, roleTokens: number, threshold: number): Labelled {
  const column = () => new Float32Array(batch.token.length)
  const [roleValue, kept, contrasted] = [column(), column(), column()]
  for (const members of groupMembers(batch)) {
    const means = prefixMeans(batch, members)
    const good = new Set<string>()
    const nodes = members.flatMap(i => {
      const [start, length] = [batch.tokenStart[i]!, batch.tokenStart[i + 1]! - batch.tokenStart[i]!]
      const ends = endsOf(length, roleTokens)
      return ends.map((end, role) => {
        const before = role === 0 ? 0 : ends[role - 1]!
        const parent = `${role} ${batch.token.subarray(start, start + before).join()}`
        const value = means.get(i)![end]!
        if (value > threshold) good.add(parent)
        return { from: start + before, to: start + end, role, parent, value }
      })
    })
    for (const { from, to, role, parent, value } of nodes) {
      roleValue.fill(value, from, to)
      kept.fill(value > threshold ? 1 : 0, from, to)
      contrasted.fill(value <= threshold && role > 0 && good.has(parent) ? 1 : 0, from, to)
    }
  }
  return { roleValue, kept, contrasted }
}
