import fc from 'fast-check'
import { expect, it } from 'vitest'
import { methodHash, methodsHash, readRoute } from './route.ts'
import { readHash, writeHash } from './url.ts'

const pages = ['methods', 'gallery']
const read = (hash: string) => readRoute(hash, pages)

it('reads back every page that it writes', () => {
  expect(read(methodsHash())).toEqual({ page: 'methods', path: [], query: '' })
  const query = 'q=entropy&slot=credit'
  expect(read(methodsHash(query))).toEqual({ page: 'methods', path: [], query })
  expect(read('#/gallery')).toEqual({ page: 'gallery', path: [], query: '' })
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), id => {
      expect(read(methodHash(id))).toEqual({ page: 'methods', path: [id], query: '' })
    }),
  )
})

it('takes everything else for the playground, and never throws', () => {
  for (const hash of ['', '#', '#/', '#/group/2/r/3/t/1/tab/credit', '#/methodsx/grpo']) {
    expect(read(hash).page).toBe('playground')
  }
  fc.assert(
    fc.property(fc.string(), text => {
      expect(['playground', ...pages]).toContain(read(`#/${text}`).page)
    }),
  )
  expect(read('#/methods/%E0%A4%A')).toEqual({ page: 'methods', path: ['%E0%A4%A'], query: '' })
})

it('leaves the selection alone on the other pages', () => {
  const places = { tabs: ['credit'], pages }
  const here = readHash('#/methods?q=tab', places)
  expect(here).toEqual({ ...readHash('', places), notices: [] })
  expect(read(writeHash({ selection: here.selection, tab: 'credit' })).page).toBe('playground')
})
