import { defineCheck } from '../finding.ts'
import { groupsOf, scoredOf } from '../groups.ts'
import { counted, digits, percent } from '../words.ts'

/** From this share on it is worth a warning: most of what was sampled trains nothing. */
const many = 0.5

export default defineCheck({
  id: 'zero-spread',
  asks: 'How many groups give no signal?',
  find: ({ log }) => {
    const groups = groupsOf(log).filter(group => group.size > 1 && scoredOf(group).length > 0)
    const silent = groups.filter(group => new Set(scoredOf(group)).size === 1)
    if (silent.length === 0) return []
    const best = groups.flatMap(scoredOf).reduce((a, b) => Math.max(a, b))
    const worst = groups.flatMap(scoredOf).reduce((a, b) => Math.min(a, b))
    const all = (reward: number) => silent.filter(group => scoredOf(group)[0] === reward).length
    const share = silent.length / groups.length
    return [
      {
        severity: share > many ? 'warning' : 'note',
        title: 'Groups without signal',
        text: `${counted(silent.length, 'group')} of ${groups.length} (${percent(share)}) ${silent.length === 1 ? 'has' : 'have'} equal rewards: ${all(best)} with the best (${digits(best)}), ${all(worst)} with the worst (${digits(worst)}). Their advantages are 0 under every rule that compares siblings.`,
        cure: 'Sample other problems in their place (dynamic sampling), choose problems of middling difficulty, or larger groups.',
        rows: silent.flatMap(({ rows }) => rows),
      },
    ]
  },
})
