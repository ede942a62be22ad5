/** How an error is told to the page. */
import { PlaygroundError } from '../../core/fail.ts'
import type { Checkpoint } from '../../protocol/commands.ts'
import type { RunEvent } from '../../protocol/events.ts'
import { ProgramFailed } from '../opening/own.ts'
import { Diverged } from '../phases/diverged.ts'

/** House errors are the person's business; anything else is a defect, and the worker is not trusted after it. */
export function failure(runId: string, error: unknown, checkpoint: Checkpoint | undefined): RunEvent {
  const told = { type: 'failed', runId, ...(checkpoint && { checkpoint }) } as const
  if (!(error instanceof PlaygroundError)) {
    const message = error instanceof Error ? error.message : String(error)
    return { ...told, where: 'engine', message, cure: 'The engine is started again.', kind: 'fatal' }
  }
  const message = `expected ${error.expected}, got ${error.got}`
  return {
    ...told,
    where: error.where,
    message,
    cure: error.cure,
    kind: kindOf(error),
  }
}

const kindOf = (error: PlaygroundError): 'usage' | 'diverged' | 'program' => {
  if (error instanceof ProgramFailed) return 'program'
  return error instanceof Diverged ? 'diverged' : 'usage'
}
