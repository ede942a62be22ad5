/** The engine's own note of weights that follow the policy's slowly; kept only for a teacher that is such an average. */
import { startWeights, withValueHead } from '../../opening/start-weights.ts'
import type { Frame, Memory, Run } from '../../run.ts'
import { isWanted } from './wanted.ts'

const key = 'teacherWeights'

/** Undefined before the first iteration has ended: until then the average is the policy. */
export function averageWeights({ [key]: known }: Memory): Float32Array | undefined {
  return known instanceof Float32Array ? known : undefined
}

const isAverage = ({ params }: Run): boolean => params.teacher === 'hint' && Number(params.teacherRate) < 1

/** At the end of an iteration it moves a share of the way, from where the run began. TRL's moves after each update. */
export async function followPolicy(run: Run, { memory }: Frame): Promise<Memory> {
  if (!isAverage(run) || !(isWanted(run, 'teacherLogp') || isWanted(run, 'teacherNext'))) return memory
  const { policy, recipe, task, level, params } = run
  const known = averageWeights(memory) ?? withValueHead(await startWeights(recipe, task, level), policy.layout)
  const { parameters } = await policy.read()
  return { ...memory, [key]: known.map((weight, i) => weight + Number(params.teacherRate) * (parameters[i]! - weight)) }
}
