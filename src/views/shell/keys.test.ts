import { describe, expect, it } from 'vitest'
import { commandOf, isTaken, keySheet, type Pressed } from './keys.ts'

const press = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})
/** An element that is inside whatever matches one of these selectors' parts. */
const inside = (...parts: readonly string[]) => ({
  closest: (selector: string) =>
    (selector.split(', ').some(part => parts.includes(part)) ? {} : null) as Element | null,
})

describe('the keyboard map', () => {
  it('gives every key one meaning', () => {
    const keys = keySheet.flatMap(({ bindings }) => bindings.flatMap(binding => binding.keys))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('tells keys with and without Shift apart', () => {
    expect(commandOf(press('ArrowRight'))).toBe('nextIteration')
    expect(commandOf(press('ArrowRight', { shiftKey: true }))).toBe('nextPhase')
    expect(commandOf(press('N', { shiftKey: true }))).toBe('lookLater')
    expect(commandOf(press('n'))).toBe('nextResponse')
    expect(commandOf(press('r'))).toBe('reset')
    expect(commandOf(press('R', { shiftKey: true }))).toBe('startFresh')
    expect(commandOf(press('R'))).toBe('reset')
    expect(commandOf(press('F', { shiftKey: true }))).toBe('present')
  })

  it('leaves shortcuts of the browser alone', () => {
    expect(commandOf(press('r', { ctrlKey: true }))).toBeUndefined()
    expect(commandOf(press('ArrowLeft', { altKey: true }))).toBeUndefined()
  })

  it('does not fire while somebody types, and leaves a widget its own keys', () => {
    expect(isTaken('n', inside('textarea'))).toBe(true)
    expect(isTaken('ArrowRight', inside('[role=tablist]'))).toBe(true)
    expect(isTaken('n', inside('[role=tablist]'))).toBe(false)
    expect(isTaken(' ', inside('button'))).toBe(true)
    expect(isTaken('.', inside('button'))).toBe(false)
    expect(isTaken(' ', inside())).toBe(false)
  })
})
