import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { methods, yardstick } from '../../methods/index.ts'
import { wordsOf } from '../../methods/words.ts'
import { colours, markDifference } from './formula-difference.ts'

const here = (tex: string) => `\\textcolor{${colours.here}}{${tex}}`
const there = (tex: string) => `\\textcolor{${colours.there}}{${tex}}`

describe('the difference of two formulas', () => {
  it('marks what only one has, with its indices', () => {
    expect(markDifference('a_i + b^{2}', 'a_i + c')).toEqual([`a_i+${here('b^{2}')}`, `a_i+${there('c')}`])
  })

  it('looks into fractions', () => {
    const [mine, theirs] = markDifference(String.raw`\frac{r - m}{s}`, String.raw`\frac{r - m}{s + e}`)
    expect(mine).toBe(String.raw`\frac{r-m}{s}`)
    expect(theirs).toBe(String.raw`\frac{r-m}{s${there('+')}${there('e')}}`)
  })

  it('looks into a fraction that only one has', () => {
    const [mine, theirs] = markDifference('A = r - m', String.raw`A = \frac{r - m}{s}`)
    expect(mine).toBe('A=r-m')
    expect(theirs).toBe(String.raw`A=\frac{r-m}{${there('s')}}`)
  })

  it('marks nothing in a formula against itself', () => {
    const tex = String.raw`\hat A_i = \frac{r_i}{\operatorname{std}(r) + \varepsilon}`
    const [mine, theirs] = markDifference(tex, tex)
    expect(mine).toBe(theirs)
    expect(mine).not.toContain('textcolor')
  })

  it.each([...methods.keys()])('draws %s', id => {
    const { formula } = wordsOf(id)
    const other = wordsOf(id === yardstick ? [...methods.keys()][0]! : yardstick)
    for (const tex of markDifference(formula, other.formula)) {
      expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' })).not.toThrow()
    }
  })
})
