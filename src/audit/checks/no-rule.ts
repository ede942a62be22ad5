import { defineCheck } from '../finding.ts'
import { listed } from '../words.ts'

export default defineCheck({
  id: 'no-rule',
  asks: 'Does any known rule give the logged advantages?',
  find: ({ verdict: { kind, runnersUp } }) => {
    if (kind !== 'none') return []
    const nearest = runnersUp.map(
      ({ name, met, telling }) => `${name} gives ${met} of ${telling} groups`,
    )
    return [
      {
        severity: 'fault',
        title: 'No known rule',
        text: `No rule or method known here gives the logged advantages${nearest.length > 0 ? `: ${listed(nearest)}` : ''}.`,
        cure: 'Look for what the log leaves out: a penalty in the reward (KL, length), other groups, a clipped advantage.',
        rows: [],
      },
    ]
  },
})
