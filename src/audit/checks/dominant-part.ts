import { std } from '../../core/math.ts'
import { defineCheck, type Finding } from '../finding.ts'
import { groupsOf } from '../groups.ts'
import { digits, percent } from '../words.ts'

/** A part that makes more than this share of the spread within groups decides alone. */
const dominant = 0.95

/** Mean over the groups of each part's variance within them. */
function within(log: Parameters<typeof groupsOf>[0], name: string): number {
  const each = groupsOf(log).map(({ members, in: { batch } }) => {
    const values = members.map(i => batch.rewardParts?.[name]?.[i] ?? Number.NaN).filter(Number.isFinite)
    return values.length > 1 ? std(values, 0) ** 2 : 0
  })
  return each.reduce((a, b) => a + b, 0) / Math.max(1, each.length)
}

export default defineCheck({
  id: 'dominant-part',
  asks: 'Does one part of the reward decide alone?',
  find: ({ log }): Omit<Finding, 'id'>[] => {
    const names = [...new Set(log.batches.flatMap(({ batch }) => Object.keys(batch.rewardParts ?? {})))]
    if (names.length < 2) return []
    const spread = names.map(name => ({ name, variance: within(log, name) }))
    const total = spread.reduce((sum, { variance }) => sum + variance, 0)
    const most = spread.reduce((a, b) => (b.variance > a.variance ? b : a))
    if (!(total > 0) || most.variance / total < dominant) return []
    const others = spread
      .filter(part => part !== most && part.variance > 0)
      .map(({ name, variance }) => `${name} ${percent(variance / total)}`)
    if (others.length === 0) return []
    return [
      {
        severity: 'note',
        title: 'One part of the reward decides',
        text: `${percent(most.variance / total)} of the rewards’ variance within groups is ${most.name}’s (deviation ${digits(Math.sqrt(most.variance))}); ${others.join(', ')}. The advantages hardly see the rest.`,
        cure: 'Weigh the parts, or standardise each by itself before they are added (GDPO).',
        rows: [],
      },
    ]
  },
})
