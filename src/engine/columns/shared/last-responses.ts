/** The engine's own note of the last response to each problem; kept only for methods that ask for `drift`. */
import type { Frame, Memory, Run } from '../../run.ts'
import { isWanted } from './wanted.ts'

export interface LastResponse {
  readonly tokens: readonly number[]
  /** Log-probabilities when it was drawn; NaN for words of the world. */
  readonly logp: readonly number[]
}

/** By problem index. */
export type LastResponses = Readonly<Record<number, LastResponse>>

export const lastResponses = (memory: Memory): LastResponses => (memory.lastResponses ?? {}) as LastResponses

/** The first response of each group. */
export function keepResponses(run: Run, { batch, problems, memory }: Frame): Memory {
  if (!isWanted(run, 'drift') || !batch.oldLogp) return memory
  const known: Record<number, LastResponse> = { ...lastResponses(memory) }
  problems.forEach(({ index }, group) => {
    const i = batch.group.indexOf(group)
    const [start, end] = [batch.tokenStart[i], batch.tokenStart[i + 1]]
    const logp = Array.from(batch.oldLogp!.subarray(start, end), (x, t) =>
      batch.mask?.[start! + t] === 0 ? Number.NaN : x,
    )
    known[index] = { tokens: Array.from(batch.token.subarray(start, end)), logp }
  })
  return { ...memory, lastResponses: known }
}
