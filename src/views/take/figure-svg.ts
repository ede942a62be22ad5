/** The drawn figures of a part of the page as one SVG file: what is on screen, in its colours, that needs no style sheet. */

const namespace = 'http://www.w3.org/2000/svg'

export interface FigureWords {
  readonly title: string
  /** Of what it is the figure, in a line below the title. */
  readonly recipe: string
  /** Where it can be seen again; stands in the file, not in the figure. */
  readonly link: string
}

export interface DrawnFigure {
  readonly text: string
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** What style sheets say of a drawing, as the attributes of the same name. */
const painted = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'visibility',
  'display',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'vector-effect',
] as const

const margin = 12
/** Height of the title and the line below it. */
const head = 44

/** Figures that are drawn, not only written, within `root`. */
export const drawnFigures = (root: Element | null): readonly Element[] =>
  [...(root?.querySelectorAll('figure') ?? [])].filter(figure => figure.querySelector('svg'))

/** All drawn figures within `root`, where they stand on screen, under a title. Undefined where there is none. */
export function figureSvg(root: Element | null, words: FigureWords): DrawnFigure | undefined {
  const figures = drawnFigures(root)
  if (!root || figures.length === 0) return undefined
  const boxes = figures.map(figure => figure.getBoundingClientRect())
  const left = Math.min(...boxes.map(box => box.left)) - margin
  const top = Math.min(...boxes.map(box => box.top)) - margin - head
  const width = Math.ceil(Math.max(...boxes.map(box => box.right)) + margin - left)
  const height = Math.ceil(Math.max(...boxes.map(box => box.bottom)) + margin - top)
  const svg = element('svg', { width, height, viewBox: `0 0 ${width} ${height}` })
  svg.append(
    written('title', words.title),
    written('desc', `${words.recipe}. ${words.link}`),
    element('rect', { width, height, fill: groundOf(root) }),
    ...heading(root, words),
    ...figures.flatMap(figure => drawn(figure, { left, top })),
  )
  return { text: new XMLSerializer().serializeToString(svg), width, height }
}

function heading(root: Element, { title, recipe }: FigureWords): Element[] {
  const { color, fontFamily } = getComputedStyle(root)
  const common = { x: margin, fill: color, 'font-family': fontFamily }
  return [
    written('text', title, { ...common, y: 24, 'font-size': 15, 'font-weight': 600 }),
    written('text', recipe, { ...common, y: 42, 'font-size': 11 }),
  ]
}

interface Origin {
  readonly left: number
  readonly top: number
}

/** What an element draws: pictures as they are, words where they stand, and the line below a word of the legend. */
function drawn(from: Element, origin: Origin): Element[] {
  if (from instanceof SVGSVGElement) return [pictureOf(from, origin)]
  return [
    ...underline(from, origin),
    ...[...from.childNodes].flatMap(child => {
      if (child instanceof Text) return wordsOf(child, from, origin)
      return child instanceof Element ? drawn(child, origin) : []
    }),
  ]
}

function pictureOf(from: SVGSVGElement, { left, top }: Origin): Element {
  const copy = inColours(from)
  const { left: x, top: y, width, height } = from.getBoundingClientRect()
  for (const [name, value] of Object.entries({ x: x - left, y: y - top, width, height })) {
    copy.setAttribute(name, String(value))
  }
  copy.setAttribute('overflow', 'visible')
  return copy
}

/** A copy that says itself what style sheets said of it. */
function inColours(from: Element): Element {
  const copy = document.createElementNS(namespace, from.localName)
  for (const { name, value } of from.attributes)
    if (!/^(class|style|aria-.*|role|tabindex|on.*)$/.test(name)) copy.setAttribute(name, value)
  const style = getComputedStyle(from)
  for (const name of painted) copy.setAttribute(name, style.getPropertyValue(name))
  for (const child of from.childNodes) {
    if (child instanceof Text) copy.append(child.data)
    else if (child instanceof Element) copy.append(inColours(child))
  }
  return copy
}

function underline(from: Element, { left, top }: Origin): Element[] {
  const { borderBottomStyle, borderBottomWidth, borderBottomColor } = getComputedStyle(from)
  const box = from.getBoundingClientRect()
  if (borderBottomStyle === 'none' || Number.parseFloat(borderBottomWidth) === 0 || box.width < 2) return []
  const y = box.bottom - top
  return [
    element('line', {
      x1: box.left - left,
      x2: box.right - left,
      y1: y,
      y2: y,
      stroke: borderBottomColor,
      'stroke-width': Number.parseFloat(borderBottomWidth),
      ...(borderBottomStyle === 'dashed' && { 'stroke-dasharray': '4 3' }),
    }),
  ]
}

/** A text element per line of the text; none for words that only a screen reader hears. */
function wordsOf(text: Text, parent: Element, { left, top }: Origin): Element[] {
  const { color, fontFamily, fontSize, fontWeight, visibility } = getComputedStyle(parent)
  if (visibility === 'hidden' || parent.getBoundingClientRect().width < 2) return []
  const font = { fill: color, 'font-family': fontFamily, 'font-size': fontSize, 'font-weight': fontWeight }
  return linesOf(text).map(({ words, box, right }) =>
    written('text', words, {
      x: box.left - left,
      y: box.top + box.height / 2 - top,
      'dominant-baseline': 'central',
      // Where the font is not at hand, another one takes the same room.
      textLength: right - box.left,
      lengthAdjust: 'spacingAndGlyphs',
      ...font,
    }),
  )
}

interface TextLine {
  words: string
  readonly box: DOMRect
  right: number
}

function linesOf(text: Text): TextLine[] {
  const lines: TextLine[] = []
  const range = document.createRange()
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index)
    range.setEnd(text, index + word.length)
    const box = range.getBoundingClientRect()
    const last = lines.at(-1)
    if (box.width === 0) continue
    if (last && Math.abs(last.box.top - box.top) < 2) {
      last.words += ` ${word}`
      last.right = box.right
    } else lines.push({ words: word, box, right: box.right })
  }
  return lines
}

/** The colour that lies behind: of the nearest element that has one. */
function groundOf(from: Element): string {
  const { backgroundColor } = getComputedStyle(from)
  const isClear = backgroundColor === 'transparent' || backgroundColor === 'rgba(0, 0, 0, 0)'
  return isClear ? (from.parentElement ? groundOf(from.parentElement) : 'white') : backgroundColor
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  const made = document.createElementNS(namespace, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  return made
}

function written(name: string, text: string, attributes: Readonly<Record<string, string | number>> = {}): Element {
  const made = element(name, attributes)
  made.append(text)
  return made
}
