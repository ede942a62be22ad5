import { defineCheck } from '../finding.ts'
import { groupsOf, type LogGroup } from '../groups.ts'
import { counted, digits, rowOf, rowWords } from '../words.ts'

/** Least and largest advantage among the trained tokens of a response. */
function rangeOf({ in: { batch } }: LogGroup, i: number): readonly [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++) {
    if (batch.mask?.[t] === 0) continue
    least = Math.min(least, batch.credit![t]!)
    most = Math.max(most, batch.credit![t]!)
  }
  return [least, most]
}

export default defineCheck({
  id: 'token-advantages',
  asks: 'Do all tokens of a response have one advantage?',
  find: ({ log }) => {
    const held = groupsOf(log).filter(group => group.in.batch.credit)
    const varied = held.flatMap(group =>
      group.members.flatMap(i => {
        const [least, most] = rangeOf(group, i)
        return most > least ? [{ row: rowOf(log, group.batch, i), least, most }] : []
      }),
    )
    const [first] = varied
    if (!first) return []
    return [
      {
        severity: 'note',
        title: 'Advantages per token',
        text: `In ${counted(varied.length, 'response')} (${rowWords(varied.map(({ row }) => row))}) the advantage differs from token to token: in ${rowWords([first.row])} from ${digits(first.least)} to ${digits(first.most)}. Rules of whole responses are not looked for there.`,
        cure: 'As meant for GAE, REINFORCE++, process rewards or a KL in the reward; a mistake for GRPO and its kin.',
        rows: varied.map(({ row }) => row),
      },
    ]
  },
})
