import { defineCheck } from '../finding.ts'
import { groupsOf } from '../groups.ts'
import { counted, digits, percent, rowWords } from '../words.ts'

/** A single lucky one is no habit. */
const fewest = 3

export default defineCheck({
  id: 'truncated-rewarded',
  asks: 'Are responses rewarded that were cut off?',
  find: ({ log }) => {
    const groups = groupsOf(log)
    const all = groups.flatMap(({ members, in: { batch }, rows, rewards }) =>
      members.map((i, k) => ({ row: rows[k]!, reward: rewards[k]!, cut: batch.truncated?.[i] === 1 })),
    )
    const cut = all.filter(one => one.cut)
    const best = Math.max(...all.map(({ reward }) => (Number.isFinite(reward) ? reward : Number.NEGATIVE_INFINITY)))
    const paid = cut.filter(({ reward }) => reward > 0 && reward >= best)
    if (paid.length === 0) return []
    return [
      {
        severity: paid.length >= fewest && 2 * paid.length > cut.length ? 'warning' : 'note',
        title: 'Cut off, and fully rewarded',
        text: `${counted(paid.length, 'response')} of ${cut.length} that ran into the length limit got the best reward of the log (${digits(best)}): ${rowWords(paid.map(({ row }) => row))}. ${percent(cut.length / all.length)} of all responses were cut off.`,
        cure: 'Check that the verifier reads a finished answer; raise the length limit, or mask cut-off responses.',
        rows: paid.map(({ row }) => row),
      },
    ]
  },
})
