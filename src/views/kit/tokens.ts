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

export const tokenText = (vocabulary: readonly string[], id: number): string => vocabulary[id] ?? `#${id}`
