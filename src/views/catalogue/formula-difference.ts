/** Two formulas symbol by symbol: what only one of them has gets a colour, which becomes a class (views/kit/formula-nodes.ts). */
import { afterGroup, join, tokenise } from '../panels/formula/tex.ts'

/** Colours that mean: only here, only there. */
export const colours = { here: '#a00001', there: '#a00002' } as const

/** Something that stands together: a symbol with its indices, a command with its arguments. */
interface Atom {
  readonly head: readonly string[]
  /** Arguments that may be compared by themselves: those of a fraction or a root. */
  readonly inside: readonly (readonly string[])[]
  /** Indices and exponents. */
  readonly tail: readonly string[]
}

const openings: Readonly<Record<string, number>> = {
  '\\frac': 2,
  '\\dfrac': 2,
  '\\tfrac': 2,
  '\\sqrt': 1,
  '\\hat': 1,
  '\\bar': 1,
  '\\tilde': 1,
  '\\overline': 1,
  '\\mathcal': 1,
  '\\mathbb': 1,
  '\\underbrace': 1,
}
/** Only of these are the arguments looked into. */
const isOpen = (head: string | undefined): boolean => /^\\([dt]?frac|sqrt)$/.test(head ?? '')
const isSize = (token: string | undefined): boolean => /^\\([bB]igg?[lrm]?|left|right)$/.test(token ?? '')

/** TeX as atoms. An environment is one atom. */
export function atomsOf(tokens: readonly string[]): Atom[] {
  const atoms: Atom[] = []
  let at = 0
  while (at < tokens.length) {
    const from = at
    const inside: string[][] = []
    if (tokens[at] === '\\begin') at = afterEnvironment(tokens, at)
    else if (isSize(tokens[at])) at += 2
    else if (tokens[at] === '{') at = afterGroup(tokens, at)
    else {
      const count = openings[tokens[at] ?? ''] ?? 0
      at++
      for (let k = 0; k < count; k++) {
        const end = afterGroup(tokens, at)
        inside.push(tokens.slice(at, end))
        at = end
      }
    }
    const body = at
    while (tokens[at] === '_' || tokens[at] === '^' || tokens[at] === "'") {
      at = tokens[at] === "'" ? at + 1 : afterArgument(tokens, at + 1)
    }
    const head = inside.length > 0 ? tokens.slice(from, from + 1) : tokens.slice(from, body)
    atoms.push({ head, inside, tail: tokens.slice(body, at) })
  }
  return atoms
}

/** An index may be a command with an argument, as `\text{old}`, which is one token. */
const afterArgument = (tokens: readonly string[], at: number): number => {
  const count = openings[tokens[at] ?? ''] ?? 0
  let end = afterGroup(tokens, at)
  for (let k = 0; k < count; k++) end = afterGroup(tokens, end)
  return end
}

function afterEnvironment(tokens: readonly string[], from: number): number {
  let depth = 0
  for (let at = from; at < tokens.length; at++) {
    if (tokens[at] === '\\begin') depth++
    if (tokens[at] === '\\end' && --depth === 0) return afterGroup(tokens, at + 1)
  }
  return tokens.length
}

const textOf = ({ head, inside, tail }: Atom): string => join([...head, ...inside.flat(), ...tail])

/** Pairs of equal atoms, in order: the longest common subsequence. */
function common(a: readonly string[], b: readonly string[]): [number, number][] {
  const best = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i]![j] = a[i] === b[j] ? best[i + 1]![j + 1]! + 1 : Math.max(best[i + 1]![j]!, best[i]![j + 1]!)
    }
  }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (best[i + 1]![j]! >= best[i]![j + 1]!) i++
    else j++
  }
  return pairs
}

/** Both formulas, each with what only it has in its colour. */
export const markDifference = (mine: string, theirs: string): [mine: string, theirs: string] =>
  marked(atomsOf(tokenise(mine)), atomsOf(tokenise(theirs)))

function marked(mine: readonly Atom[], theirs: readonly Atom[]): [string, string] {
  const pairs = common(mine.map(textOf), theirs.map(textOf))
  const [left, right]: [string[], string[]] = [[], []]
  let [i, j] = [0, 0]
  for (const [nextI, nextJ] of [...pairs, [mine.length, theirs.length] as const]) {
    const [some, others] = between(mine.slice(i, nextI), theirs.slice(j, nextJ))
    left.push(...some)
    right.push(...others)
    if (nextI < mine.length) left.push(textOf(mine[nextI]!))
    if (nextJ < theirs.length) right.push(textOf(theirs[nextJ]!))
    ;[i, j] = [nextI + 1, nextJ + 1]
  }
  return [join(left), join(right)]
}

/** What stands between two equal atoms. A fraction is looked into: against a fraction, or what could be its numerator. */
function between(mine: readonly Atom[], theirs: readonly Atom[]): [string[], string[]] {
  const opened = mine.findIndex(({ head }) => isOpen(head[0]))
  const partner = theirs.findIndex(({ head }) => head[0] === mine[opened]?.head[0])
  const [own, other] = [mine[opened], theirs[partner]]
  if (!own || !other) return numerators(mine, theirs)
  const inner = own.inside.map((tokens, k) => marked(atomsOf(bare(tokens)), atomsOf(bare(other.inside[k] ?? []))))
  const whole = (atom: Atom, side: 0 | 1): string =>
    join([...atom.head, ...inner.map(both => `{${both[side]}}`), ...atom.tail])
  const [before, after] = [
    between(mine.slice(0, opened), theirs.slice(0, partner)),
    between(mine.slice(opened + 1), theirs.slice(partner + 1)),
  ]
  return [
    [...before[0], whole(own, 0), ...after[0]],
    [...before[1], whole(other, 1), ...after[1]],
  ]
}

/** One side is a single fraction, the other has none: as where a division was taken out. */
function numerators(mine: readonly Atom[], theirs: readonly Atom[]): [string[], string[]] {
  const lone = (atoms: readonly Atom[]) => (atoms.length === 1 && atoms[0]?.inside.length === 2 ? atoms[0] : undefined)
  const [left, right] = [lone(mine), lone(theirs)]
  const paintAll = (tokens: readonly string[], side: Side) => atomsOf(bare(tokens)).map(one => paint(one, side))
  const over = ({ head, inside, tail }: Atom, top: string, side: Side): string =>
    join([...head, `{${top}}`, `{${join(paintAll(inside[1] ?? [], side))}}`, ...tail])
  if (right && !left && mine.length > 0) {
    const [some, others] = marked(mine, atomsOf(bare(right.inside[0] ?? [])))
    return [[some], [over(right, others, 'there')]]
  }
  if (left && !right && theirs.length > 0) {
    const [some, others] = marked(atomsOf(bare(left.inside[0] ?? [])), theirs)
    return [[over(left, some, 'here')], [others]]
  }
  return [mine.map(one => paint(one, 'here')), theirs.map(one => paint(one, 'there'))]
}

type Side = keyof typeof colours

/** Without the braces around it. */
const bare = (tokens: readonly string[]): readonly string[] => (tokens[0] === '{' ? tokens.slice(1, -1) : tokens)

/** Delimiters that grow with what they hold, and signs of layout, cannot be coloured by themselves. */
const isLayout = ({ head }: Atom): boolean =>
  isSize(head[0]) || /^(\\[,;:!> ]|\\q?quad|\\\\|&|\\limits)$/.test(head[0] ?? '') || head.length === 0

const paint = (atom: Atom, side: Side): string =>
  isLayout(atom) ? textOf(atom) : `\\textcolor{${colours[side]}}{${textOf(atom)}}`
