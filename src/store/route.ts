/** Which page stands behind `#`. Whatever is no other page is the playground, whose own words url.ts reads. */
export type Route =
  | { readonly page: 'playground' }
  | { readonly page: 'gallery' }
  /** `query`: what stands after `?`, such as `q=entropy&slot=credit`. */
  | { readonly page: 'methods'; readonly query: string }
  | { readonly page: 'method'; readonly id: string }

export const methodsHash = (query = ''): string => `#/methods${query && `?${query}`}`
export const methodHash = (id: string): string => `#/methods/${encodeURIComponent(id)}`

export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s)
  const [page, id = ''] = path.split('/')
  if (page === 'gallery') return { page }
  if (page !== 'methods') return { page: 'playground' }
  return id === '' ? { page, query } : { page: 'method', id: decode(id) }
}

/** A word of the address; one that is not well encoded stays as it is. */
export function decode(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    return word
  }
}
