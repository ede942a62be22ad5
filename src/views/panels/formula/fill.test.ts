import { describe, expect, it } from 'vitest'
import { methods, resolveMethod } from '../../../methods/index.ts'
import { formulaOf } from '../../../methods/words.ts'
import { ordinary } from '../../fixtures/snapshots.ts'
import { locate } from '../../kit/locate.ts'
import { evaluate } from './evaluate.ts'
import { fill, type LookUp, markColour, markedIndex } from './fill.ts'
import { lookUpIn } from './lookUp.ts'
import { clauses, equalsSign, join, tokenise } from './tex.ts'

const from = 'a test'
const values =
  (known: Readonly<Record<string, number>>): LookUp =>
  name => {
    const value = known[name]
    return value === undefined ? undefined : { value, from }
  }
/** Without the colour marks, and with single braces taken away, for reading. */
const bare = (tex: string | undefined): string =>
  (tex ?? '')
    .replace(/\\textcolor\{#[0-9a-f]{6}\}/g, '')
    .replace(/\{\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\}/g, '$1')
    .replace(/= \{([^{}]*)\}$/, '= $1')
    .replace(/(?<![_^a-z])\{(\d[\d.]*)\}/g, '$1')

const grpoFormula = formulaOf(resolveMethod('grpo').method)

describe('filling a formula', () => {
  it('puts the numbers where the symbols were, and the result behind', () => {
    const known = values({ advantage: -0.9354, reward: 0, mean: 0.5, std: 0.5345, epsilon: 1e-6 })
    const { lines } = fill(grpoFormula, known)
    expect(lines.map(bare)).toEqual(['\\hat A_i = \\frac{0-0.5}{0.534+10^{-6}} = -0.935'])
  })

  it('computes the result when no column holds it', () => {
    const formula = { tex: 'L = a b', symbols: { a: { is: 'a', text: '' }, b: { is: 'b', text: '' } } }
    expect(fill(formula, values({ a: 2, b: -3 })).lines.map(bare)).toEqual(['L = 2\\cdot(-3) = -6'])
  })

  it('multiplies visibly: 1 beside 0.5 must not read 10.5', () => {
    const formula = { tex: '\\rho A', symbols: { '\\rho': { is: 'r', text: '' }, A: { is: 'a', text: '' } } }
    expect(bare(fill(formula, values({ r: 1, a: 0.5 })).lines[0])).toContain('1\\cdot0.5')
  })

  it('leaves what is unknown as a symbol, and gives no result then', () => {
    const { lines, symbols } = fill(grpoFormula, values({ reward: 1 }))
    expect(bare(lines[0])).toBe('\\hat A_i = \\frac{1-\\operatorname{mean}(r)}{\\operatorname{std}(r)+\\varepsilon}')
    expect(symbols.filter(({ found }) => found).map(({ is }) => is)).toEqual(['reward'])
  })

  it('writes no second line when nothing is known', () => {
    expect(fill(grpoFormula, values({})).lines).toEqual([])
  })

  it('takes the longest symbol, and leaves letters inside names and subscripts alone', () => {
    const formula = {
      tex: 'r_i - r_j + \\operatorname{tr}(r) + x_{r}',
      symbols: { r_i: { is: 'ri', text: '' }, r: { is: 'r', text: '' } },
    }
    expect(bare(fill(formula, values({ ri: 2, r: 7 })).lines[0])).toBe('2-r_j+\\operatorname{tr}(7)+x_{r}')
  })

  it('fills each clause on its own line', () => {
    const formula = {
      tex: 'A = B, \\qquad B = 2 c',
      symbols: { A: { is: 'A', text: '' }, c: { is: 'c', text: '' }, B: { is: 'B', text: '' } },
    }
    expect(fill(formula, values({ A: 6, B: 6, c: 3 })).lines.map(bare)).toEqual(['A = 6', 'B = 2\\cdot3 = 6'])
  })

  it('keeps conditions of cases, gradients and sums over all responses as they are', () => {
    const symbols = { r_i: { is: 'r', text: '' }, '\\lambda': { is: 'l', text: '' } }
    const of = (tex: string) => fill({ tex, symbols }, values({ r: 1, l: 0.1 })).lines.map(bare)
    expect(of('A = \\begin{cases} \\lambda & r_i = 1 \\\\ -1 & r_i = 0 \\end{cases}')).toEqual([
      'A = \\begin{cases}0.1&r_i=1\\\\-1&r_i=0\\end{cases}',
    ])
    expect(of('\\nabla r_i + r_i')).toEqual(['\\nabla r_i+1'])
    expect(of('A = r_i, \\quad 0 < \\sum_i \\mathbb 1[r_i = 1] < G')).toEqual(['A = 1'])
  })

  it('shows the terms of a sum, and leaves letters where they are not known one by one', () => {
    const symbols = { r_j: { is: 'r', text: '' }, '\\beta': { is: 'beta', text: '' }, b: { is: 'b', text: '' } }
    const known = values({ r: 1, beta: 2, b: 3 })
    const of = (tex: string, terms?: readonly number[]) => fill({ tex, symbols }, known, () => terms).lines.map(bare)
    expect(of('b = \\beta \\sum_{j \\ne i} r_j + \\beta', [0, 0.5])).toEqual(['b = 2\\cdot\\bigl(0+0.5\\bigr)+2 = 3'])
    expect(of('b = \\beta \\sum_j r_j', [1, 2, 3, 4, 5])).toEqual(['b = 2\\cdot\\bigl(1+2+3+\\cdots+5\\bigr) = 3'])
    expect(of('b = \\beta \\sum_j r_j')).toEqual(['b = 2\\sum_jr_j = 3'])
  })

  it('prints no division of nothing by nothing', () => {
    const symbols = { a: { is: 'a', text: '' }, d: { is: 'd', text: '' }, A: { is: 'A', text: '' } }
    const { lines } = fill({ tex: 'A = \\frac{a}{d}', symbols }, values({ A: 0, a: 0, d: 0 }))
    expect(lines.map(bare)).toEqual(['A = 0 \\quad\\text{(nothing to divide by)}'])
  })

  it('marks every symbol with a colour from which its index is read back', () => {
    const { symbolic } = fill(grpoFormula, values({ reward: 1 }))
    const classOf = (colour: string) => colour.replace('#', 'colour-')
    const marks = [...symbolic.matchAll(/#[0-9a-f]{6}/g)].map(([colour]) => markedIndex(classOf(colour)))
    expect([...marks].sort()).toEqual([0, 1, 2, 3, 4])
    expect(markedIndex(`mord ${classOf(markColour(17, 'number'))}`)).toBe(17)
    expect(markedIndex('colour-0877bd')).toBeUndefined()
  })
})

describe('the selected token’s own numbers', () => {
  const { snapshot, method, params } = ordinary()
  const place = locate(snapshot.batch, { iteration: undefined, group: 1, rollout: 2, token: 3 })!
  const lookUp = lookUpIn(snapshot, place, method, params)

  it('come from the batch, from what the method explains, and from its parameters', () => {
    expect(lookUp('reward')?.value).toBe(snapshot.batch.reward[place.row])
    expect(lookUp('std')).toEqual({
      value: snapshot.explain.std!.values[place.row],
      from: 'reported by the method, response 3',
    })
    expect(lookUp('epsilon')).toEqual({ value: 1e-6, from: 'parameter “Epsilon in denominator”' })
    expect(lookUp('credit')?.value).toBe(snapshot.batch.credit![place.at!])
    expect(lookUp('groupSize')?.value).toBe(8)
    expect(lookUp('nothing of the kind')).toBeUndefined()
  })

  it('give GRPO’s advantage when its formula is worked out with them', () => {
    const { mean, std } = snapshot.explain
    const [r, m, s] = [snapshot.batch.reward[place.row]!, mean!.values[place.row]!, std!.values[place.row]!]
    expect(evaluate(`\\frac{${r} - ${m}}{${s} + 10^{-6}}`)).toBeCloseTo(snapshot.batch.advantage![place.row]!, 5)
  })

  it('every registered method’s formula can be filled and keeps its braces balanced', () => {
    for (const method of methods.values()) {
      const { symbolic, lines } = fill(formulaOf(method), lookUp)
      for (const tex of [symbolic, ...lines]) {
        const depth = tokenise(tex).reduce((d, token) => d + (token === '{' ? 1 : token === '}' ? -1 : 0), 0)
        expect(depth, `${method.id}: ${tex}`).toBe(0)
      }
    }
  })
})

describe('the value of a formula', () => {
  it('is worked out for arithmetic with the functions that objectives use', () => {
    expect(evaluate('\\frac{0 - 0.5}{0.5 + 10^{-6}}')).toBeCloseTo(-1, 5)
    expect(evaluate('\\min\\bigl(1.5 \\cdot 2,\\ \\operatorname{clip}(1.5, 1 - 0.2, 1 + 0.2)\\, 2\\bigr)')).toBeCloseTo(
      2.4,
    )
    expect(evaluate('-2^2 + \\sqrt{9} - |{-4}|')).toBe(-5)
    expect(evaluate('\\exp(0) + \\log(1)')).toBe(1)
    expect(evaluate('2 (3 + 1) / 4')).toBe(2)
    expect(evaluate('\\tfrac12 + |0.25 - 1|')).toBe(1.25)
    expect(evaluate('1.2{\\cdot}10^{-4}')).toBeUndefined()
  })
  it('is unknown where letters, sums or cases are left', () => {
    expect(evaluate('\\sum_{l} 2')).toBeUndefined()
    expect(evaluate('2 x')).toBeUndefined()
    expect(evaluate('(1 + 2')).toBeUndefined()
    expect(evaluate('1 / 0')).toBe(Number.POSITIVE_INFINITY)
    expect(evaluate('0 / 0')).toBeNaN()
  })
})

describe('reading TeX', () => {
  it('splits and joins without changing the meaning', () => {
    const tex = '\\frac{a \\, b}{\\operatorname{std}(r)}_i'
    expect(join(tokenise(tex))).toBe('\\frac{a\\,b}{\\operatorname{std}(r)}_i')
    expect(join(['\\hat', 'A'])).toBe('\\hat A')
  })
  it('finds the equals sign outside groups', () => {
    expect(equalsSign(tokenise('\\sum_{i=1}^n x = y'))).toBe(tokenise('\\sum_{i=1}^n x').length)
    expect(equalsSign(tokenise('x'))).toBe(-1)
    expect(clauses(tokenise('a = b, \\qquad c = d'))).toHaveLength(2)
  })
})
