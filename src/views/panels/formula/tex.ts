/** Just enough TeX to find a symbol in a formula: tokens, and the groups that they open. */

/** Splits TeX into control sequences and single characters; the argument of a text command stays one token. */
export function tokenise(tex: string): string[] {
  const pattern =
    /\\(?:operatorname|text|mathrm|mathit|mathbf|mathsf|textrm)\*?\s*\{[^{}]*\}|\\[a-zA-Z]+\*?|\\.|\s+|[\s\S]/g
  return (tex.match(pattern) ?? []).filter(token => token.trim() !== '')
}

/** Joins tokens to TeX; a space where a control sequence would swallow the next letter, or a line break a bracket. */
export function join(tokens: readonly string[]): string {
  let tex = ''
  for (const token of tokens) {
    const swallows = (/\\[a-zA-Z]+$/.test(tex) && /^[a-zA-Z]/.test(token)) || (/\\\\$/.test(tex) && token === '[')
    tex += swallows ? ` ${token}` : token
  }
  return tex
}

/** Index after the `{...}` group that opens at `from`, or after the single token there. */
export function afterGroup(tokens: readonly string[], from: number): number {
  if (tokens[from] !== '{') return from + 1
  let depth = 0
  for (let i = from; i < tokens.length; i++) {
    if (tokens[i] === '{') depth++
    if (tokens[i] === '}' && --depth === 0) return i + 1
  }
  return tokens.length
}

export const startsWith = (tokens: readonly string[], at: number, key: readonly string[]): boolean =>
  key.every((token, i) => tokens[at + i] === token)

/** Splits at top-level commas followed by `\qquad` or `\quad`, as formulas with a side definition are written. */
export function clauses(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]]
  let depth = 0
  tokens.forEach((token, i) => {
    if (token === '{') depth++
    if (token === '}') depth--
    const isBreak = depth === 0 && (token === '\\qquad' || token === '\\quad') && i > 0
    if (isBreak) {
      const last = parts.at(-1)
      if (last?.at(-1) === ',') last.pop()
      parts.push([])
    } else parts.at(-1)?.push(token)
  })
  return parts.filter(part => part.length > 0)
}

/** Index of the first `=` outside all groups, or -1. */
export function equalsSign(tokens: readonly string[]): number {
  let depth = 0
  return tokens.findIndex(token => {
    if (token === '{' || token === '(' || token === '[') depth++
    if (token === '}' || token === ')' || token === ']') depth--
    return depth === 0 && token === '='
  })
}
