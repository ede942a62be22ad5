import { defineCheck } from '../finding.ts'
import { groupsOf } from '../groups.ts'
import { counted } from '../words.ts'

export default defineCheck({
  id: 'batch-for-group',
  asks: 'Was the batch taken for a group?',
  find: ({ log, verdict: { best, kind } }) => {
    const groups = groupsOf(log)
    const isBatch = best?.traits.baseline === 'batch'
    if (kind !== 'named' || !best || !isBatch || !groups.some(({ size }) => size > 1)) return []
    return [
      {
        severity: 'warning',
        title: 'The batch was taken for a group',
        text: `The advantages compare every response with the mean of its whole batch, not with its siblings: ${best.name} meets ${best.met} of ${counted(best.telling, 'group')}, though the log has ${counted(groups.length, 'group')}. Answers to easy problems then win against answers to hard ones.`,
        cure: 'Take the mean of each group, unless REINFORCE over the batch is meant; some trainers fall back to this as soon as one response of a batch is missing.',
        rows: [],
      },
    ]
  },
})
