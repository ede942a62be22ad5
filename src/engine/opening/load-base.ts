/** The one door to the network (in Node, to the folder `public`): the weights of warm starts. */
import { fail, PlaygroundError } from '../../core/fail.ts'

export const baseName = (recipe: {
  readonly task: string
  readonly level: string
  readonly policy: string
  readonly base: string
}): string => `${recipe.task}-${recipe.level}-${recipe.policy}-${recipe.base}.bin`

/** Bytes of `public/checkpoints/<name>`. Fails when there is no such file. */
export async function loadBase(name: string): Promise<Uint8Array> {
  const path = `checkpoints/${name}`
  const missing = (why: string): never =>
    fail('recipe.base', `the file ${path}`, why, 'Start from random weights, or run `npm run pretrain`.')
  if (import.meta.env.SSR) {
    const { readFile } = await import('node:fs/promises')
    return readFile(`public/${path}`).catch((error: Error) => missing(error.message))
  }
  // The signal also ends a body that stops coming.
  const signal = AbortSignal.timeout(patience)
  try {
    const answer = await fetch(new URL(path, pageBase()), { signal })
    // Servers of single pages answer with the page itself.
    const isPage = answer.headers.get('content-type')?.includes('text/html')
    if (!answer.ok || isPage) missing(isPage ? 'a web page' : `status ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  } catch (error) {
    if (error instanceof PlaygroundError) throw error
    return missing(signal.aborted ? `no answer in ${patience / 1000} seconds` : String(error))
  }
}

/** Milliseconds for a whole file of some 400 kB. */
const patience = 20_000

/** Where the page lies. The build puts the worker one folder below it. */
const pageBase = (): URL => new URL(import.meta.env.DEV ? '/' : '../', self.location.href)
