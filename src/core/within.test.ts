import { afterEach, describe, expect, it, vi } from 'vitest'
import { within } from './within.ts'

const never = new Promise<string>(() => {})

describe('within', () => {
  afterEach(() => vi.useRealTimers())

  it('hands on what comes in time, and leaves no timer behind', async () => {
    vi.useFakeTimers()
    expect(await within(1_000, Promise.resolve('in time'), () => 'late')).toBe('in time')
    await expect(within(1_000, Promise.reject(new Error('refused')), () => 'late')).rejects.toThrow('refused')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('takes the other way after the time, be it a value or an error', async () => {
    expect(await within(1, never, () => 'late')).toBe('late')
    const fail = () => {
      throw new Error('nobody answered')
    }
    await expect(within(1, never, fail)).rejects.toThrow('nobody answered')
  })
})
