/** What a policy must know of the world that it plays in. */
import type { PolicySpec } from '../../core/policy.ts'
import type { Level, Task } from '../../core/task.ts'
import { type CreatedPolicy, createPolicy, type Path, type PolicyRequest } from '../../policy/index.ts'
import type { Backend } from '../../tensor/tf.ts'

/** The sizes of a policy for this world. */
export function sizesOf(
  task: Task,
  level: Level,
  valueHead: boolean,
): Omit<PolicyRequest, 'spec' | 'backend' | 'path'> {
  const rows = task.rows?.(level)
  return {
    vocabSize: task.vocabulary.length,
    maxPrompt: level.maxPrompt,
    maxResponse: level.maxResponse,
    ...(task.forbidden && { forbidden: task.forbidden }),
    ...(rows && { rows }),
    valueHead,
  }
}

export interface Making {
  readonly spec: PolicySpec
  readonly task: Task
  readonly level: Level
  readonly valueHead: boolean
  readonly backend: Backend
  readonly path: Path
}

/** Weights are zero until written. */
export const makePolicy = ({ task, level, valueHead, ...how }: Making): Promise<CreatedPolicy> =>
  createPolicy({ ...how, ...sizesOf(task, level, valueHead) })
