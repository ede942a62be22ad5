/** What a judge that writes a whole number from 0 to 100 says, from 0 to 1; 0 where it wrote anything else. */
export function readScore(text: string): number {
  const said = text.trim()
  const score = /^\d+$/.test(said) ? Number(said) : Number.NaN
  return score <= 100 ? score / 100 : 0
}
