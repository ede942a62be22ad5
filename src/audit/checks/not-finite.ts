import { columns, specOf } from '../../core/columns.ts'
import { defineCheck, type Finding } from '../finding.ts'
import { counted, listed, rowOf, rowWords } from '../words.ts'

/** Columns in which a value per rollout or token is infinite. */
export default defineCheck({
  id: 'not-finite',
  asks: 'Are there infinite numbers?',
  find: ({ log }): Omit<Finding, 'id'>[] => {
    const rows = new Map<string, { batch: number; rollout: number }>()
    const names = new Set<string>()
    log.batches.forEach(({ batch }, k) => {
      const note = (name: string, rollout: number) => {
        names.add(name)
        rows.set(`${k} ${rollout}`, { batch: k, rollout })
      }
      const isInfinite = (value: number) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY
      batch.reward.forEach((value, i) => {
        if (isInfinite(value)) note('reward', i)
      })
      for (const name of columns) {
        const values = batch[name]
        if (!values?.some(isInfinite)) continue
        for (let i = 0; i < batch.rollouts; i++) {
          const [from, to] =
            specOf(name).extent === 'token' ? [batch.tokenStart[i]!, batch.tokenStart[i + 1]!] : [i, i + 1]
          if (values.subarray(from, to).some(isInfinite)) note(name, i)
        }
      }
    })
    if (rows.size === 0) return []
    const bad = [...rows.values()].map(({ batch, rollout }) => rowOf(log, batch, rollout))
    return [
      {
        severity: 'fault',
        title: 'Infinite numbers',
        text: `${counted(bad.length, 'row')} (${rowWords(bad)}) ${bad.length === 1 ? 'holds' : 'hold'} an infinity in ${listed([...names])}. One of them makes means, deviations and every advantage of its group infinite or NaN.`,
        cure: 'Bound rewards and log-probabilities where they are made; a response that nothing can score has no reward.',
        rows: bad,
      },
    ]
  },
})
