/** Text of tokens as a person can see it. */

const marks: Readonly<Record<string, string>> = { ' ': '␣', '\n': '↵', '\r': '␍', '\t': '⇥' }

/** Blanks and line ends made visible, other control characters as their Unicode pictures; an empty token is `∅`. */
export function visible(text: string): string {
  if (text === '') return '∅'
  let shown = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    shown += marks[character] ?? (code < 0x20 ? String.fromCodePoint(0x2400 + code) : code === 0x7f ? '␡' : character)
  }
  return shown
}

/** Spoken form: `space`, `line end`, otherwise the text itself. */
export const spoken = (text: string): string =>
  text === ' ' ? 'space' : text === '\n' ? 'line end' : text === '' ? 'empty' : visible(text)

/** Longer responses are told by their beginning and their end. */
const mostTokens = 96

/** A response as one line of visible text, its middle left out where it is long. */
export function excerpt(tokens: ArrayLike<number>, vocabulary: readonly string[]): string {
  const said = (ids: readonly number[]) => ids.map(id => visible(tokenText(vocabulary, id))).join('')
  const all = Array.from(tokens)
  if (all.length <= mostTokens) return said(all)
  return `${said(all.slice(0, (2 * mostTokens) / 3))} … ${said(all.slice(-mostTokens / 3))}`
}

export const tokenText = (vocabulary: readonly string[], id: number): string => vocabulary[id] ?? `#${id}`
