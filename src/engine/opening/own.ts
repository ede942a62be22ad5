/** A program of one's own made ready to train with: the sandbox is open, and the program has said which of the two it gives. */
import type { Batch } from '../../core/batch.ts'
import { PlaygroundError } from '../../core/fail.ts'
import type { Recipe } from '../../core/recipe.ts'
import { methods, type ResolvedMethod, resolve, resolveRecipe } from '../../methods/index.ts'
import { type OwnColumn, ownMethod } from '../../methods/own.ts'

/** The program failed: the run stops at its last good checkpoint, and its author can mend it. */
export class ProgramFailed extends PlaygroundError {}

/**
 * What a recipe trains. One's own is run anew for each batch, in a sandbox whose time and memory are counted
 * (own/sandbox.ts): nothing is left over from one to the next. Fails, as any iteration may, with `ProgramFailed`.
 */
export async function methodFor(recipe: Recipe): Promise<ResolvedMethod> {
  const { own: source, slots } = recipe
  if (source === undefined) return resolveRecipe(recipe)
  const { kindOf, programOf, Faulty } = await import('../../own/program.ts')
  const { openSandbox } = await import('../../own/sandbox.ts')
  const sandbox = await openSandbox()
  const told = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      if (error instanceof Faulty) throw failed(error.fault)
      if (error instanceof PlaygroundError)
        throw new ProgramFailed(error.where, error.expected, error.got, `${error.cure} ${kept}`)
      throw error
    }
  }
  const program = programOf(sandbox, source)
  const columnFor = (batch: Batch): OwnColumn => told(() => program(batch))
  return resolve(
    ownMethod(
      told(() => kindOf(sandbox, source)),
      columnFor,
    ),
    methods,
    slots,
  )
}

const kept = 'The run stands at its last good checkpoint.'

function failed({ message, line }: { readonly message: string; readonly line: number | undefined }): ProgramFailed {
  const got = line === undefined ? `this: ${message}` : `an error in line ${line}: ${message}`
  return new ProgramFailed('your estimator', 'numbers', got, `Mend the program and go on. ${kept}`)
}
