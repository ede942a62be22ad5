import { describe, expect, it } from 'vitest'
import { followed } from '../../core/conventions.ts'
import { saidBy } from '../../core/params.ts'
import { methods, resolveMethod } from '../../methods/index.ts'
import { wordsOf } from '../../methods/words.ts'
import { columnsOf, isOwnParam } from './param-columns.ts'
import { standInOf } from './stand-in.ts'

const columns = (id: string) => columnsOf(resolveMethod(id).method, Object.values(resolveMethod(id).specs))

describe('the table of parameters', () => {
  it('has a column for the paper and for trainers that ship the method, and for no other', () => {
    for (const [id, { shipped = [] }] of methods) {
      const others = columns(id).filter(convention => convention !== 'paper')
      const wrong = others.filter(one => !shipped.some(trainer => trainer === one || trainer === followed(one)))
      expect(wrong, id).toEqual([])
    }
  })

  it('has no empty column', () => {
    for (const id of methods.keys()) {
      const specs = Object.values(resolveMethod(id).specs)
      for (const convention of columns(id)) {
        expect(
          specs.some(spec => saidBy(spec, convention) !== undefined),
          `${id} ${convention}`,
        ).toBe(true)
      }
    }
  })

  it('calls a method’s own what its parts declare or it sets, and not what every method has', () => {
    const own = (id: string) => Object.keys(resolveMethod(id).specs).filter(key => isOwnParam(resolveMethod(id), key))
    expect(own('grpo')).toContain('epsilon')
    expect(own('grpo')).not.toContain('clipLow')
    expect(own('cispo')).toContain('clipHigh')
    expect(own('cispo')).not.toContain('epsilon')
    expect(own('cispo')).not.toContain('klCoefficient')
  })
})

describe('what stands in', () => {
  it('is what the method says, else what follows from the columns that it reads', () => {
    const degrpo = resolveMethod('degrpo')
    expect(standInOf(degrpo)).toBe(wordsOf('degrpo').standIn)
    // As if it were one that says nothing about it.
    expect(standInOf({ ...resolveMethod('t-reg'), method: resolveMethod('grpo').method })).toMatch(
      /^Known here exactly/,
    )
    expect(standInOf(resolveMethod('grpo'))).toBeUndefined()
    // Its continuations are really sampled.
    expect(standInOf(resolveMethod('vineppo'))).toBeUndefined()
  })
})
