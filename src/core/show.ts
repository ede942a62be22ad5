/** Foreign values as words for a person: one line, nothing that steers a terminal or turns text round, never long. */

const longest = 60
const deepest = 4

/** `value` in JSON form, at most 60 characters. Its cost does not grow with the value's size or depth. */
export const show = (value: unknown): string => bounded(written(value, deepest), longest)

/** `text` on one line and at most `most` characters long; control and formatting characters are escaped. */
export function bounded(text: string, most: number): string {
  const plain = text.slice(0, most + 1).replace(unprintable, escaped)
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain
}

/** Several lines as they are, but nothing in them that is not seen, or turns text round: a reader sees what would run. */
export const unmasked = (text: string): string =>
  text.replace(unprintable, character => (character === '\n' || character === '\t' ? character : escaped(character)))

/** Of a list that somebody else has written: a sentence for each of the first items, and one for the number of the rest. */
export const sayEach = <T>(items: readonly T[], say: (item: T) => string, most = 20): readonly string[] => [
  ...items.slice(0, most).map(say),
  ...(items.length > most ? [`And ${items.length - most} more of this kind.`] : []),
]

/** Control, format (invisible, right-to-left), line and paragraph separators, halves of a pair. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

function escaped(character: string): string {
  const json = JSON.stringify(character).slice(1, -1)
  return json === character ? `\\u{${character.codePointAt(0)?.toString(16)}}` : json
}

function written(value: unknown, depth: number): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.slice(0, longest))
  if (typeof value === 'function' || typeof value === 'symbol') return typeof value
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return depth === 0 ? '[…]' : `[${joined(value, item => written(item, depth - 1))}]`
  const pair = ([key, item]: [string, unknown]) => `${written(key, 0)}:${written(item, depth - 1)}`
  return depth === 0 ? '{…}' : `{${joined(Object.entries(value), pair)}}`
}

/** Only as many items as can be seen. */
function joined<T>(items: readonly T[], write: (item: T) => string): string {
  let text = ''
  for (const item of items.slice(0, longest)) {
    if (text.length > longest) break
    text += (text && ',') + write(item)
  }
  return text
}
