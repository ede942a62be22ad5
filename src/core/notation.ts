/** What the letters of formulas mean where a method does not say it: the field's habits, for the page and for a test. */

/** Letters with one meaning in every formula here, by their TeX. */
export const commonLetters: Readonly<Record<string, string>> = {
  L: 'loss',
  J: 'expected reward',
  '\\ell': 'loss of one token',
  '\\pi': 'policy: probability of a token after what stands before it',
  '\\theta': 'weights of the policy',
  '\\sigma': 'logistic function',
  e: 'Euler’s number',
  y: 'response',
  i: 'a response',
  j: 'another response of the group',
  t: 'a token',
  s: 'a later token',
  v: 'an entry of the vocabulary',
  n: 'responses of the batch',
  m: 'responses of the group that have a reward',
  G: 'group size',
  r: 'reward that the task pays',
}

/** Names that are written out, as functions and quantities are. */
export const commonWords: ReadonlySet<string> = new Set([
  'mean',
  'std',
  'clip',
  'sg',
  'softmax',
  'KL',
  'Multinomial',
  'Beta',
])

const signs = [
  'd?t?frac sum prod log exp min max cos arg sqrt nabla sim circ left right big[lr]? Big[lr]? begin end q?quad textstyle',
  'underbrace overline hat bar tilde le ge ne in mid to pm cdots? dots ldots approx leftarrow succ prec not star prime',
  'infty lceil rceil lfloor rfloor mathcal langle rangle',
]
const sign = new RegExp(String.raw`\\(${signs.join(' ').split(' ').join('|')})(?![a-zA-Z])`, 'g')
const accent = /\\(hat|bar|tilde|overline|mathcal)\s*\{?\s*(\\[a-zA-Z]+|[a-zA-Z])\s*\}?/g
const index = /[_^]\s*(\{(?:[^{}]|\{[^{}]*\})*\}|\\(?:text|mathrm)\s*\{[^{}]*\}|\\[a-zA-Z]+|\S)/g
const word = /\\(?:mathrm|operatorname\*?)\s*\{([^{}]*)\}/g

/** TeX's letters without accents, indices, words and signs. */
export function lettersOf(tex: string): Set<string> {
  let bare = tex
    .replace(/\\(text|mathrm|operatorname\*?|mathbb)(?![a-zA-Z])\s*(\{[^{}]*\}|[a-zA-Z\d])/g, ' ')
    .replace(/\{cases\}/g, ' ')
    .replace(accent, ' $2 ')
  for (let depth = 0; depth < 4; depth++) bare = bare.replace(/[_^]\s*(\{[^{}]*\}|\\[a-zA-Z]+|\S)/g, ' ')
  return new Set(bare.replace(sign, ' ').match(/\\[a-zA-Z]+|[a-zA-Z]/g))
}

/** Letters that stand somewhere without accent and prime: `\\tilde r` and `r'` do not say what `r` is. */
const plainLettersOf = (tex: string): Set<string> =>
  lettersOf(tex.replace(accent, ' ').replace(/(\\[a-zA-Z]+|[a-zA-Z])\s*(?:'|\^\s*\\prime)/g, ' '))

/** `\sigma` is the logistic function where it once has an argument; else it is a deviation, of something. */
const isLogistic = (tex: string): boolean => /\\sigma\s*(\\[bB]igg?l?|\\left)?\s*\(/.test(tex)
const isCommon = (tex: string, letter: string): boolean =>
  Object.hasOwn(commonLetters, letter) && (letter !== '\\sigma' || isLogistic(tex))

/** Names of quantities written as words, without those that are only indices. */
const wordsOf = (tex: string): Set<string> =>
  new Set([...tex.replace(index, ' ').matchAll(word)].map(([, text]) => text!))

/** Left sides of the formula's own definitions. */
const definitionsOf = (tex: string): string[] => tex.match(/[^=,]*?(?=\s*(=|\\leftarrow|\\sim|\\approx))/g) ?? []

/** Letters and words that are neither a symbol's, nor common, nor defined by the formula itself. */
export function unexplained(tex: string, symbols: readonly string[]): string[] {
  const defined = definitionsOf(tex)
  const known = (letters: (tex: string) => Set<string>) =>
    new Set([...symbols.flatMap(symbol => [...letters(symbol)]), ...defined.map(part => [...letters(part)].at(-1))])
  const missing = (letters: (tex: string) => Set<string>) => {
    const own = known(letters)
    return [...letters(tex)].filter(letter => !own.has(letter) && !isCommon(tex, letter))
  }
  const words = new Set([...symbols, ...defined].flatMap(part => [...wordsOf(part)]))
  return [
    ...new Set([...missing(lettersOf), ...missing(plainLettersOf)]),
    ...[...wordsOf(tex)].filter(name => !words.has(name) && !commonWords.has(name)),
  ]
}

/** The common letters that a formula uses without saying what they are. */
export const legendOf = (tex: string, symbols: readonly string[]): [letter: string, words: string][] => {
  const own = new Set(symbols.flatMap(symbol => [...plainLettersOf(symbol)]))
  const used = plainLettersOf(tex)
  return Object.entries(commonLetters).filter(
    ([letter]) => used.has(letter) && !own.has(letter) && isCommon(tex, letter),
  )
}
