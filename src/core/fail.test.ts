import { describe, expect, it } from 'vitest'
import { fail, lookUp, nearest, PlaygroundError } from './fail.ts'

describe('fail', () => {
  it('says where, expected, got and cure', () => {
    const thrown = (() => {
      try {
        return fail('grpo.advantage', 'column "reward"', 'none', 'Import a log with rewards.')
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toBeInstanceOf(PlaygroundError)
    expect(thrown).toMatchObject({ where: 'grpo.advantage', cure: 'Import a log with rewards.' })
    expect(String(thrown)).toContain('grpo.advantage: expected column "reward", got none. Import a log with rewards.')
  })
})

describe('an error of ours', () => {
  it('is one bounded line, whatever foreign words it carries', () => {
    const long = 'z'.repeat(1e6)
    const { message, got } = new PlaygroundError(long, `a\nb${long}`, `\u001b[2J${long}`, long)
    expect(message.length).toBeLessThan(1_700)
    expect(message).not.toMatch(/\p{Cc}/u)
    expect(got).toMatch(/^\\u001b\[2Jz+…$/)
  })
})

describe('lookUp', () => {
  const known = new Map(['grpo', 'dr-grpo', 'gspo', 'rloo'].map(id => [id, id.length]))

  it('finds a known id', () => {
    expect(lookUp('method', 'gspo', known)).toBe(4)
  })
  it('names the nearest three', () => {
    expect(() => lookUp('method', 'gpro', known)).toThrow(
      'method: expected a known method id, got "gpro". Nearest: grpo, gspo, rloo.',
    )
  })
  it('finds a value that is false', () => {
    expect(lookUp('flag', 'off', new Map([['off', false]]))).toBe(false)
  })
})

describe('nearest', () => {
  it('orders by edit distance, then by name', () => {
    expect(nearest('cat', ['dog', 'cart', 'bat', 'cut'])).toEqual(['bat', 'cart', 'cut'])
    expect(nearest('GRPO', ['grpo', 'x'], 1)).toEqual(['grpo'])
  })
  it('answers a word of any length as fast as the longest id', () => {
    expect(nearest(`grpo${'z'.repeat(2e6)}`, ['gspo', 'grpo'])).toEqual(['grpo', 'gspo'])
  })
})
