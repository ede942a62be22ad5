import fc from 'fast-check'
import { expect, it } from 'vitest'
import { methodHash, methodsHash, readRoute } from './route.ts'
import { readHash, writeHash } from './url.ts'

it('reads back every page that it writes', () => {
  expect(readRoute(methodsHash())).toEqual({ page: 'methods', query: '' })
  expect(readRoute(methodsHash('q=entropy&slot=credit'))).toEqual({ page: 'methods', query: 'q=entropy&slot=credit' })
  expect(readRoute('#/gallery')).toEqual({ page: 'gallery' })
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), id => {
      expect(readRoute(methodHash(id))).toEqual({ page: 'method', id })
    }),
  )
})

it('takes everything else for the playground, and never throws', () => {
  for (const hash of ['', '#', '#/', '#/group/2/r/3/t/1/tab/credit', '#/methodsx/grpo']) {
    expect(readRoute(hash).page).toBe('playground')
  }
  const pages = ['playground', 'gallery', 'methods', 'method']
  fc.assert(
    fc.property(fc.string(), text => {
      expect(pages).toContain(readRoute(`#/${text}`).page)
    }),
  )
  expect(readRoute('#/methods/%E0%A4%A')).toEqual({ page: 'method', id: '%E0%A4%A' })
})

it('leaves the selection alone on the other pages', () => {
  const [here] = [readHash('#/methods?q=tab', ['credit'])]
  expect(here).toEqual({ ...readHash('', ['credit']), notices: [] })
  expect(readRoute(writeHash({ selection: here.selection, tab: 'credit' })).page).toBe('playground')
})
