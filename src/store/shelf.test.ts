import { expect, it } from 'vitest'
import { newest } from './shelf.ts'

const entry = (setup: string, bytes = 1) => ({ setup, bytes })

it('keeps the newest few sessions, one of each setup', () => {
  const setups = ['c', 'a', 'b', 'a', ...'defghi'].map(setup => entry(setup))
  expect(newest(setups).map(({ setup }) => setup)).toEqual(['c', 'a', 'b', 'd', 'e', 'f'])
})

it('keeps the newest one whatever its size, and others while there is room', () => {
  expect(newest([entry('a', 1e9), entry('b')])).toEqual([entry('a', 1e9)])
  expect(newest([entry('a', 6e7), entry('b', 6e7), entry('c', 6e7)])).toHaveLength(2)
})
