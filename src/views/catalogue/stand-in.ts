/** What takes the place of something that the paper had: as the method says, else as follows from what it reads. Pure. */
import { specOf } from '../../core/columns.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { columnsRead } from '../../methods/needs.ts'
import { wordsOf } from '../../methods/words.ts'

const oracles = (method: ResolvedMethod) => columnsRead(method).filter(column => specOf(column).oracle)

export function standInOf(method: ResolvedMethod): string | undefined {
  const { standIn } = wordsOf(method.method.id)
  if (standIn !== undefined) return standIn
  const words = oracles(method).map(column => specOf(column).words.replace(/:.*$/, ''))
  return words.length > 0 ? `Known here exactly, or by rule: ${words.join('; ')}.` : undefined
}
