import { defineCheck } from '../finding.ts'
import { groupsOf, groupWords } from '../groups.ts'
import { counted, digits, inIteration, listed, rowWords } from '../words.ts'

export default defineCheck({
  id: 'group-of-one',
  asks: 'Does a response stand alone?',
  find: ({ log }) => {
    const groups = groupsOf(log)
    const alone = groups.filter(({ size }) => size === 1)
    // A log without groups has nobody beside anybody, on purpose.
    if (alone.length === 0 || alone.length === groups.length) return []
    const rows = alone.flatMap(group => group.rows)
    const first = alone[0]!
    const rewards = alone.flatMap(group => group.rewards).map(digits)
    return [
      {
        severity: 'warning',
        title: 'Group of one',
        text: `${counted(alone.length, 'group')} of ${groups.length} ${alone.length === 1 ? 'has' : 'have'} one response only: ${rowWords(rows)} (reward ${listed(rewards)}), for example ${groupWords(first)}${inIteration(log, first.batch)}. Nobody is there to compare it with: verl and SkyRL make its raw reward the advantage, TRL and NeMo-RL 0.`,
        cure: 'Look for the missing siblings: a cut file, a filter, or a group key that splits them. Else leave such groups out of the update.',
        rows,
      },
    ]
  },
})
