/** Which page stands behind `#`. Whatever is no other page is the playground, whose own words url.ts reads. */
export interface Route {
  /** A page's word, or `playground`. */
  readonly page: string
  /** The words after it. */
  readonly path: readonly string[]
  /** What stands after `?`, such as `q=entropy&slot=credit`. */
  readonly query: string
}

export const playground = 'playground'

export const methodsHash = (query = ''): string => `#/methods${query && `?${query}`}`
export const methodHash = (id: string): string => `#/methods/${encodeURIComponent(id)}`

/** `pages`: the words of the pages that there are beside the playground. */
export function readRoute(hash: string, pages: readonly string[]): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s)
  const [page = '', ...rest] = path.split('/')
  if (!pages.includes(page)) return { page: playground, path: [], query: '' }
  return { page, path: rest.filter(Boolean).map(decode), query }
}

/** A word of the address; one that is not well encoded stays as it is. */
export function decode(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    return word
  }
}
