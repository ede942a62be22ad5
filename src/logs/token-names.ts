/** Texts of a log's token ids, as a tokenizer that was given with it knows them. */
import type { LogBatch } from '../core/log.ts'
import type { Line } from './exchange-line.ts'
import type { LogTokenizer } from './tokenizer.ts'

export interface TokenNames {
  readonly vocabulary: ReadonlyMap<number, string>
  readonly notices: readonly string[]
}

/** Rollouts that are compared with their texts. */
const compared = 20

/** What the log says itself stands; ids that neither knows stay without, and that is told. */
export function namesOfTokens(
  batches: readonly LogBatch[],
  lines: readonly Line[],
  own: ReadonlyMap<number, string>,
  tokenizer: LogTokenizer | undefined,
): TokenNames {
  // Numbers that were made up here mean nothing to a tokenizer.
  if (!tokenizer || !lines.some(({ tokenIds }) => tokenIds !== undefined)) return { vocabulary: own, notices: [] }
  const ids = new Set<number>()
  for (const { batch } of batches) for (const id of batch.token) ids.add(id)
  const vocabulary = new Map(own)
  let strangers = 0
  for (const id of ids) {
    if (vocabulary.has(id)) continue
    const text = tokenizer.textOf(id)
    if (text === undefined) strangers++
    else vocabulary.set(id, text)
  }
  const another = 'it may be of another model.'
  const notices = [
    strangers > 0 &&
      `${strangers} of ${ids.size} token ids ${strangers === 1 ? 'is' : 'are'} not in ${tokenizer.words}: ${another}`,
    strangers === 0 &&
      contradicts(lines, tokenizer) &&
      `${tokenizer.words} reads other texts than the log’s: ${another}`,
  ]
  return { vocabulary, notices: notices.filter(notice => notice !== false) }
}

/** Whether no response of a log that has both reads as its ids do. */
function contradicts(lines: readonly Line[], { textOf }: LogTokenizer): boolean {
  const both = lines.filter(({ tokenIds, response }) => tokenIds && tokenIds.length > 0 && response?.trim())
  const letters = (text: string) => text.replace(/⟨[^⟩]*⟩|[^\p{L}\p{N}]/gu, '')
  const agree = ({ tokenIds = [], response = '' }: Line) => {
    const [read, said] = [letters(tokenIds.map(id => textOf(id) ?? '').join('')), letters(response)]
    return read.includes(said) || (read !== '' && said.includes(read))
  }
  const looked = both.slice(0, compared)
  return looked.length > 0 && !looked.some(agree)
}
