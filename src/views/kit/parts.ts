/** Parts of the page that are loaded on demand, and ahead of it when the page is idle. */
import { fail } from '../../core/fail.ts'
import { within } from '../../core/within.ts'

export interface Part<T> {
  /** The same promise until `again`, so that `use` can wait for it. */
  readonly load: () => Promise<T>
  /** After a failure: the next `load` asks the server anew. */
  readonly again: () => void
}

/** Milliseconds for the files of one part. */
const patience = 20_000
const parts: Part<unknown>[] = []

/** `what` begins a sentence: "The help". */
export function part<T>(what: string, fetchFiles: () => Promise<T>): Part<T> {
  let loading: Promise<T> | undefined
  let hasFailed = false
  const missing = (): never => {
    hasFailed = true
    const cure =
      'Try again when the network is back; after an update of the site, load the page again (the session is kept).'
    return fail(what, 'its files from the server', 'none', cure)
  }
  const own: Part<T> = {
    load: () => {
      // Errors of elements do not rise; the same listener is added only once.
      globalThis.document?.addEventListener('error', noteBroken, true)
      loading ??= within(patience, fetchFiles().catch(missing), missing)
      return loading
    },
    again: () => {
      fetchStylesAgain()
      if (!hasFailed) return
      loading = undefined
      hasFailed = false
    },
  }
  parts.push(own)
  return own
}

/** Style sheets that did not come. The bundler asks for each only once. */
const broken = new Set<HTMLLinkElement>()
const noteBroken = ({ target }: Event): void => {
  if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') broken.add(target)
}

function fetchStylesAgain(): void {
  for (const link of broken) link.replaceWith(link.cloneNode())
  broken.clear()
}

/** Loads all parts, one at a time, so that they are there when the network is not. */
export async function loadAhead(): Promise<void> {
  for (const { load, again } of parts) {
    await idle()
    await load().catch(again)
  }
}

/** Safari has no idle callback. */
const idle = (): Promise<void> =>
  new Promise(resolve =>
    'requestIdleCallback' in window ? requestIdleCallback(() => resolve()) : setTimeout(resolve, 200),
  )
