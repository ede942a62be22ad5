import { defineCheck } from '../finding.ts'
import { groupsOf } from '../groups.ts'
import { counted, percent, quoted, rowOf, rowWords } from '../words.ts'

/** What stands for undecodable bytes; control characters but line ends and tabs; UTF-8 that was read as Latin-1. */
const garbled = /\uFFFD|(?![\t\n\r])\p{Cc}|Ã[\u0080-\u00BF]|â€[\u0080-\u00BF™œ]|ðŸ/gu

const shareOf = (text: string): number => (text.match(garbled)?.length ?? 0) / Math.max(1, text.length)

/** More of a response than this, and it is noise. */
const much = 0.05
/** So many noisy responses are no accident. */
const most = 0.5

export default defineCheck({
  id: 'garbled-text',
  asks: 'Is the text garbled?',
  find: ({ log }) => {
    const groups = groupsOf(log)
    const bad = groups.flatMap(({ batch, members, rollouts }) =>
      rollouts.flatMap(({ response = '' }, k) =>
        shareOf(response) > 0 ? [{ row: rowOf(log, batch, members[k]!), response, share: shareOf(response) }] : [],
      ),
    )
    const [worst] = bad.toSorted((a, b) => b.share - a.share)
    if (!worst) return []
    const all = groups.reduce((total, { members }) => total + members.length, 0)
    const noisy = bad.filter(({ share }) => share > much).length
    return [
      {
        severity: noisy / all > most ? 'warning' : 'note',
        title: 'Garbled text',
        text: `${counted(bad.length, 'response')} of ${all} (${rowWords(bad.map(({ row }) => row))}) ${bad.length === 1 ? 'holds' : 'hold'} characters that could not be decoded; the worst, ${rowWords([worst.row])}, ${percent(worst.share)} of them: ${quoted(worst.response, 40)}.`,
        cure: 'A single one at the end is a token cut in half. More: the tokenizer does not fit the model, or UTF-8 was read as something else.',
        rows: bad.map(({ row }) => row),
      },
    ]
  },
})
