/** A program as a function of a batch: run in the sandbox, its numbers put where they belong. */
import type { Batch } from '../core/batch.ts'
import type { OwnColumn } from '../methods/own.ts'
import { columnOf, groupsOf } from './contract.ts'
import type { Fault, Sandbox } from './sandbox.ts'

/** A program that threw, took too long, or gave something else. */
export class Faulty extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message)
  }
}

/** The program as a function of a batch; throws the fault that it ends with. */
export const programOf =
  (sandbox: Sandbox, source: string, milliseconds?: number): ((batch: Batch) => OwnColumn) =>
  (batch: Batch): OwnColumn => {
    const ran = sandbox.run(source, groupsOf(batch), milliseconds)
    if ('fault' in ran) throw new Faulty(ran.fault)
    return columnOf(batch, ran.given)
  }

/** Which of the two the program gives, found out on no group at all; throws the fault that it ends with. */
export function kindOf(sandbox: Sandbox, source: string): OwnColumn['kind'] {
  const ran = sandbox.run(source, [])
  if ('fault' in ran) throw new Faulty(ran.fault)
  return ran.given.kind
}
