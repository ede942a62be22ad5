import { expect, it } from 'vitest'
import { newest } from './shelf.ts'

const entry = (id: string, bytes = 1) => ({ id, setup: 'same', bytes })

it('keeps the newest few runs, one record of each', () => {
  const ids = ['c', 'a', 'b', 'a', ...'defghijklmnopqrstuvwxyz'].map(id => entry(id))
  expect(newest(ids).map(({ id }) => id)).toEqual([...'cabdefghijklmnopqrst'])
})

it('keeps the newest one whatever its size, and others while there is room', () => {
  expect(newest([entry('a', 1e9), entry('b')])).toEqual([entry('a', 1e9)])
  expect(newest([entry('a', 6e7), entry('b', 6e7), entry('c', 6e7)])).toHaveLength(2)
})
