import { expect, it } from 'vitest'
import { isOwn } from './trusted-types.ts'

it('trusts addresses of the page’s own origin alone', () => {
  const page = 'https://school.example/a/b/?seed=1'
  for (const own of ['./assets/worker.js', '/x.js', 'https://school.example/w.js']) expect(isOwn(own, page)).toBe(true)
  for (const foreign of ['https://evil.example/w.js', '//evil.example/w.js', 'data:text/javascript,1', 'blob:null/1'])
    expect(isOwn(foreign, page), foreign).toBe(false)
})
