/** Numbers as people read them: a true minus sign, fixed digits where they stand in columns, powers of ten where short. */

const minus = '\u2212'
const missing = '\u2013'

const withMinus = (text: string): string => text.replace('-', minus)

/** Fixed digits; `-0.00` reads `0.00`; NaN reads as a dash. */
export function fixed(value: number, digits = 2): string {
  if (Number.isNaN(value)) return missing
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${minus}∞`
  const text = value.toFixed(digits)
  return Number(text) === 0 ? text.replace('-', '') : withMinus(text)
}

/** Nine digits, for those who want to compute with it. */
export const exact = (value: number): string =>
  Number.isFinite(value) ? withMinus(String(Number(value.toPrecision(9)))) : fixed(value)

/** The same with a plus sign in front of positive numbers. */
export const signed = (value: number, digits = 2): string => {
  const text = fixed(value, digits)
  return value > 0 && Number(value.toFixed(digits)) !== 0 ? `+${text}` : text
}

/** About three significant digits at any size, no more than needed: 1184, 12.4, 0.535, 0.2, 1e-6, 1.2e-4. */
export function short(value: number): string {
  const size = Math.abs(value)
  if (!Number.isFinite(value)) return fixed(value)
  if (size === 0) return '0'
  if (size >= 1e6 || size < 1e-3) {
    const { mantissa, exponent } = scientific(value)
    return `${withMinus(mantissa)}e${exponent}`
  }
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3
  const text = fixed(value, digits)
  return digits > 0 ? text.replace(/\.?0+$/, '') : text
}

/** Four digits after the point, zeros too, so that a column aligns; what would vanish is a power of ten. */
export const aligned = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-4 ? short(value) : fixed(value, 4)

export const signedShort = (value: number): string => (value > 0 ? `+${short(value)}` : short(value))

/** `72 %`, with a no-break thin space. */
export const percent = (share: number, digits = 0): string =>
  Number.isNaN(share) ? missing : `${fixed(100 * share, digits)}\u202f%`

/** A probability in a dense column: `.62`, `1.00`, `<.01`. */
export function probability(p: number): string {
  if (Number.isNaN(p)) return missing
  if (p > 0 && p < 0.005) return '<.01'
  const text = p.toFixed(2)
  return text.startsWith('0') ? text.slice(1) : text
}

/** For TeX source. Negative numbers are put in parentheses where they stand inside an expression. */
export function texNumber(value: number, where: 'inside' | 'alone' = 'inside'): string {
  if (Number.isNaN(value)) return '?'
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '(-\\infty)'
  const size = Math.abs(value)
  const small = size > 0 && (size < 1e-3 || size >= 1e6)
  const { mantissa, exponent } = scientific(value)
  const power = `10^{${exponent}}`
  const text = small ? (mantissa === '1' ? power : `${mantissa}{\\cdot}${power}`) : short(value).replace(minus, '-')
  return value < 0 && where === 'inside' ? `(${text})` : text
}

function scientific(value: number): { mantissa: string; exponent: number } {
  const [mantissa = '0', exponent = '0'] = value.toExponential(1).split('e')
  return { mantissa: mantissa.replace(/\.0$/, ''), exponent: Number(exponent) }
}

/** `1 group`, `3 groups`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`
