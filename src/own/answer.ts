/** One question about an estimator of one's own, answered: its numbers on a batch, and what it keeps. */
import type { Batch } from '../core/batch.ts'
import type { OwnColumn } from '../methods/own.ts'
import type { OwnAnswer, OwnAsked } from '../protocol/own.ts'
import { checksOf, type Program, twinsOf } from './checks.ts'
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
  (sandbox: Sandbox, source: string, milliseconds?: number): Program =>
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

export function answerOwn(sandbox: Sandbox, { asked, source, batch, isTried }: OwnAsked): OwnAnswer {
  try {
    const program = programOf(sandbox, source)
    const column = program(batch)
    return { asked, column, checks: isTried ? checksOf(program) : [], twins: isTried ? twinsOf(program) : [] }
  } catch (error) {
    if (error instanceof Faulty) return { asked, fault: error.fault }
    return { asked, fault: { message: error instanceof Error ? error.message : String(error), line: undefined } }
  }
}
