/**
 * Formulas as nodes of the document. KaTeX's own `render` gives some drawings (tall braces, arrows) a style attribute,
 * which the page's content policy refuses; here the same styles are set on the finished nodes, where they are allowed.
 */

/** What KaTeX builds before it writes HTML. */
export interface FormulaTree {
  attributes?: Record<string, string>
  style?: Record<string, string>
  classes?: string[]
  readonly children?: readonly FormulaTree[]
  readonly toNode: () => Node
}

declare module 'katex' {
  export const __renderToDomTree: (tex: string, options: KatexOptions) => FormulaTree
}

const waiting = 'data-style'

/**
 * The tree without style attributes: each waits under another name. A colour becomes a class, `colour-5ab001`: what it
 * looks like is for the style sheet to say, and the element can be found by it.
 */
export function withoutStyles(tree: FormulaTree): FormulaTree {
  const { style, ...others } = tree.attributes ?? {}
  if (style !== undefined) tree.attributes = { ...others, [waiting]: style }
  const { color, ...rest } = tree.style ?? {}
  if (color !== undefined) {
    tree.style = rest
    tree.classes = [...(tree.classes ?? []), color.replace('#', 'colour-')]
  }
  for (const child of tree.children ?? []) withoutStyles(child)
  return tree
}

export function drawFormula(tree: FormulaTree, into: HTMLElement): void {
  into.replaceChildren(withoutStyles(tree).toNode())
  for (const element of into.querySelectorAll<HTMLElement | SVGElement | MathMLElement>(`[${waiting}]`)) {
    element.style.cssText = element.getAttribute(waiting) ?? ''
    element.removeAttribute(waiting)
  }
}
