import { describe, expect, test } from 'vitest'
import { watch } from './watch.ts'

describe('a watched case', () => {
  test('names what nobody read, inside objects too', () => {
    const { value, unread } = watch({ clip: 0.2, beta: 1, controller: { init: 0.1, horizon: 100 } })
    expect(value.clip).toBe(0.2)
    expect(unread()).toEqual(['beta', 'controller', 'controller.init', 'controller.horizon'])
  })

  test('counts a key of an object as read only when that key is', () => {
    const { value, unread } = watch({ controller: { init: 0.1, horizon: 100 } })
    expect(value.controller).toMatchObject({ init: 0.1 })
    expect(unread()).toEqual(['controller.horizon'])
  })

  test('hands on lists as lists; a key in objects of a list is read once one of them is asked', () => {
    const { value, unread } = watch({ batches: [{ reward: [1, 0], truth: 'a' }, { reward: [0] }] })
    expect(Array.isArray(value.batches)).toBe(true)
    expect(value.batches).toMatchObject([{ reward: [1, 0] }, { reward: [0] }])
    expect(unread()).toEqual(['batches.truth'])
  })

  test('an "in" does not count: knowing that a key is there says nothing of its value', () => {
    const { value, unread } = watch({ tau: 1 })
    expect('tau' in value).toBe(true)
    expect(unread()).toEqual(['tau'])
  })
})
