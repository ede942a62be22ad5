/** The engine's own note of how often each problem was solved; kept only for methods that ask for `passRate`. */
import type { Frame, Memory, Run } from '../../run.ts'
import { isWanted } from './wanted.ts'

/** [correct, total] by problem index. */
export type PassRates = Readonly<Record<number, readonly [number, number]>>

export const passRates = (memory: Memory): PassRates => (memory.passRates ?? {}) as PassRates

export function countPasses(run: Run, { batch, problems, memory }: Frame): Memory {
  if (!isWanted(run, 'passRate') || !batch.correct) return memory
  const known: Record<number, readonly [number, number]> = { ...passRates(memory) }
  for (let i = 0; i < batch.rollouts; i++) {
    const { index } = problems[batch.group[i]!]!
    const [correct, total] = known[index] ?? [0, 0]
    known[index] = [correct + batch.correct[i]!, total + 1]
  }
  return { ...memory, passRates: known }
}
