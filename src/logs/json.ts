/** JSON as trainers write it: Python leaves NaN and Infinity bare, and files begin with a byte order mark. */

export interface ParsedJson {
  readonly value: unknown
  /** Bare NaN that were read as null. */
  readonly bare: number
  /** JSON as it stands, without words of Python. */
  readonly legal: boolean
}

/** Texts are skipped whole, so that a word inside one is left alone. */
const bareWords = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/gs

/** Undefined where the text is no JSON even so. NaN becomes null, Infinity stays infinite. */
export function parseJson(text: string): ParsedJson | undefined {
  const plain = parsed(text)
  if (plain || !/NaN|Infinity/.test(text)) return plain
  let bare = 0
  const legal = text.replace(bareWords, word => {
    if (word.startsWith('"')) return word
    if (word.endsWith('NaN')) bare++
    return word.endsWith('NaN') ? 'null' : word.replace('Infinity', '1e999')
  })
  const result = parsed(legal)
  return result && { ...result, bare, legal: false }
}

function parsed(text: string): ParsedJson | undefined {
  try {
    return { value: JSON.parse(text), bare: 0, legal: true }
  } catch {
    return undefined
  }
}
