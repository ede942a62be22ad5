import { defineCheck } from '../finding.ts'
import { counted, digits, listed, rowOf, rowWords } from '../words.ts'

export default defineCheck({
  id: 'misfits',
  asks: 'Are there rows that the rule does not give?',
  find: ({ log, verdict: { best, kind, misfits } }) => {
    if (kind !== 'named' || !best || misfits.length === 0) return []
    const rows = misfits.map(({ batch, rollout }) => rowOf(log, batch, rollout))
    const each = misfits.map(
      ({ logged, expected }, k) => `${rowWords([rows[k]!])} has ${digits(logged)} and not ${digits(expected)}`,
    )
    return [
      {
        severity: 'warning',
        title: 'Rows that do not fit',
        text: `${best.name} gives the advantages of all but ${counted(misfits.length, 'row')}: ${listed(each, 8)}.`,
        cure: 'Look at rewards and siblings of these rows: what the trainer saw is not what the log says.',
        rows,
      },
    ]
  },
})
