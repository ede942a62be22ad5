/** What a method reads, against what a world can give. */
import type { Column } from '../core/batch.ts'
import { teacherParams } from '../core/columns/params.ts'
import { obstacle, specOf } from '../core/columns.ts'
import { isModelColumn } from '../core/models.ts'
import { policySpec } from '../core/policy.ts'
import { columnSlots } from '../core/slots.ts'
import type { Level, Task } from '../core/task.ts'
import type { TensorNeed } from '../core/tensor-parts.ts'
import type { World } from '../core/world.ts'
import type { ResolvedMethod } from './index.ts'
import { isColumnNeed } from './tensors.ts'

/** Every tensor that its loss may read; none where nothing is trained. */
export const tensorsRead = ({ objective, regularisers }: ResolvedMethod): readonly TensorNeed[] =>
  [...(objective ? [objective] : []), ...regularisers].flatMap(({ part }): readonly TensorNeed[] => part.needs)

/** Every column that one of its slots reads, whether as a column or as a tensor. */
export const columnsRead = (method: ResolvedMethod): readonly Column[] => [
  ...new Set<Column>([...method.needs, ...tensorsRead(method).filter(isColumnNeed)]),
]

/** Whether a column or a tensor is read that comes from a value head. */
export const readsValues = (method: ResolvedMethod): boolean =>
  method.needs.includes('oldValue') || tensorsRead(method).includes('value')

export interface Unmet {
  /** Columns with the same reason, one or more. */
  readonly columns: readonly Column[]
  /** A clause: `nobody judges the single steps of Bandit`. */
  readonly why: string
}

/** Columns that every method's slots write. */
const always: readonly Column[] = ['advantage', 'credit']

/** Of a slot that was taken without the one that it relies on. */
const unwritten = (method: ResolvedMethod, column: Column): string | undefined => {
  const drawn = method.sampler?.part.writes?.includes(column) ?? false
  const isWritten = drawn || columnSlots.some(slot => method[slot]?.part.writes.includes(column))
  if (isModelColumn(column)) return method.models[column] ? undefined : 'no model of this method fills it'
  if (specOf(column).at !== 'slot' || always.includes(column) || isWritten) return undefined
  return 'no slot of this method writes it'
}

/** The first reason why the method cannot be trained here; undefined when it can. */
export function unmet(method: ResolvedMethod, world: World): Unmet | undefined {
  const asked = { teacher: String(method.specs.teacher?.default), ...world }
  const reasons = columnsRead(method).map(column => ({
    column,
    why: unwritten(method, column) ?? obstacle(column, asked),
  }))
  const why = reasons.find(reason => reason.why !== undefined)?.why
  if (why === undefined) return undefined
  return { why, columns: reasons.filter(reason => reason.why === why).map(({ column }) => column) }
}

/** Somewhere a method can be trained. */
export interface Venue {
  readonly task: Task
  readonly level: Level
  /** Id of a policy. */
  readonly policy: string
}

/** One venue on each task that fills the method's needs, the tasks that it suggests first. */
export function venuesOf(method: ResolvedMethod, tasks: ReadonlyMap<string, Task>): Venue[] {
  const suggested = (method.method.tasks ?? []).flatMap(id => tasks.get(id) ?? [])
  return [...new Set([...suggested, ...tasks.values()])].flatMap(task => {
    const fits = ({ level, policy }: Venue) =>
      unmet(method, { task, level, policy: policySpec(policy).kind, policyId: policy }) === undefined
    return venuesOn(task).find(fits) ?? []
  })
}

/** Levels in order, each with the policies that have a warm start there and, where there is one, the table. */
const venuesOn = (task: Task): Venue[] =>
  task.levels.flatMap(level =>
    [...new Set([...level.policies, ...(task.rows ? ['tabular'] : [])])].map(policy => ({ task, level, policy })),
  )

const teachers = teacherParams.teacher.options

/** What to do about a need that is unmet here, as a sentence. */
export function cureOf(method: ResolvedMethod, here: World, tasks: ReadonlyMap<string, Task>): string {
  if (unmet(method, { ...here, cut: false }) === undefined) return 'Set top-k to 0 and top-p to 1.'
  if (columnsRead(method).some(column => unwritten(method, column) !== undefined)) {
    return 'Give the slot that reads it back to the method, or train the method that it comes from.'
  }
  const other = method.specs.teacher && teachers.find(teacher => unmet(method, { ...here, teacher }) === undefined)
  if (other) return `Here it works with teacher ${other}.`
  const venues = venuesOf(method, tasks)
  const venue = venues.find(({ task }) => task.id === here.task.id) ?? venues[0]
  if (!venue) return 'No task here has it: import a log that does.'
  const where = `level ${venue.level.title}, policy ${venue.policy}`
  return venue.task.id === here.task.id ? `Here it works at ${where}.` : `It works on ${venue.task.title} (${where}).`
}
