import { defineCheck } from '../finding.ts'
import { counted } from '../words.ts'

export default defineCheck({
  id: 'double-normalisation',
  asks: 'Were the advantages standardised twice?',
  find: ({ verdict: { best, kind } }) => {
    if (kind !== 'named' || best?.traits.again !== true || best.traits.spread === 'none') return []
    return [
      {
        severity: 'warning',
        title: 'Standardised twice',
        text: `The advantages are those of ${best.name}: divided by the deviation of each group, then by that of the batch, in ${counted(best.met, 'group')} of ${best.telling}. The second division undoes what the first made comparable, and groups without signal shrink the deviation of the batch.`,
        cure: 'Leave out one of the two: scaling in the trainer or in the reward function.',
        rows: [],
      },
    ]
  },
})
