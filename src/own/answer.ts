/** One question about an estimator of one's own, answered: its numbers on a batch, and what it keeps. */
import type { OwnAnswer, OwnAsked } from '../protocol/own.ts'
import { checksOf, twinsOf } from './checks.ts'
import { Faulty, programOf } from './program.ts'
import type { Sandbox } from './sandbox.ts'

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
