import { __renderToDomTree } from 'katex'
import { expect, it } from 'vitest'
import { methods, resolveMethod } from '../../methods/index.ts'
import { wordsOf } from '../../methods/words.ts'
import { type FormulaTree, withoutStyles } from './formula-nodes.ts'

const isStyled = ({ attributes = {}, style = {}, children = [] }: FormulaTree): boolean =>
  'style' in attributes || 'color' in style || children.some(isStyled)
const classesOf = ({ classes = [], children = [] }: FormulaTree): string[] => [
  ...classes,
  ...children.flatMap(classesOf),
]
const tree = (tex: string) => __renderToDomTree(tex, { displayMode: true, throwOnError: false, strict: false })

it('leaves no style attribute in any formula, for the content policy would refuse it', () => {
  const formulas = [...methods.values()].flatMap(({ id }) => {
    const { formula, symbols } = wordsOf(id)
    const { tex = '' } = resolveMethod(id).objective?.part.formula ?? {}
    return [formula, tex, ...Object.keys(symbols)].map(text => ({ id, text }))
  })
  expect(formulas.some(({ text }) => isStyled(tree(text)))).toBe(true)
  for (const { id, text } of formulas) expect(isStyled(withoutStyles(tree(text))), `${id}: ${text}`).toBe(false)
  expect(isStyled(withoutStyles(tree('\\vec{x} + \\nonsense')))).toBe(false)
})

it('makes a class of a colour, on single letters and on whole terms', () => {
  for (const text of ['\\textcolor{#5ab001}{x}', '\\textcolor{#5ab001}{\\frac{a}{b}}', '\\textcolor{#5ab001}{12.5}'])
    expect(classesOf(withoutStyles(tree(text))), text).toContain('colour-5ab001')
})
