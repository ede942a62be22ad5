import { defineCheck } from '../finding.ts'
import { counted, digits } from '../words.ts'

export default defineCheck({
  id: 'no-rule',
  asks: 'Does any known rule give the logged advantages?',
  find: ({ verdict: { kind, runnersUp } }) => {
    if (kind !== 'none') return []
    const [nearest] = runnersUp
    const near = nearest
      ? ` The nearest, ${nearest.name}, gives ${nearest.met} of ${counted(nearest.telling, 'group')}; residual in the middle ${digits(nearest.median)}.`
      : ''
    return [
      {
        severity: 'fault',
        title: 'No known rule',
        text: `No rule or method known here gives the logged advantages.${near}`,
        cure: 'Look for what the log leaves out: a penalty in the reward (KL, length), other groups, a clipped advantage.',
        rows: [],
      },
    ]
  },
})
