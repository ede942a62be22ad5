import { std } from '../../core/math.ts'
import { defineCheck } from '../finding.ts'
import { groupsOf, groupWords, type LogGroup, scoredOf } from '../groups.ts'
import { counted, digits, exactly, inIteration, rowWords } from '../words.ts'

/** Rewards this much nearer than the log's usual spread are nearly tied: dividing stretches them to full size. */
const nearness = 0.01

const gapOf = (group: LogGroup): number => Math.max(...scoredOf(group)) - Math.min(...scoredOf(group))

export default defineCheck({
  id: 'near-tie',
  asks: 'Is a difference that hardly matters stretched to a full advantage?',
  find: ({ log }) => {
    const spread = groupsOf(log).filter(group => scoredOf(group).length > 1 && gapOf(group) > 0)
    const scale = Math.max(...spread.map(gapOf), 0)
    const ties = spread.filter(group => gapOf(group) < nearness * scale || gapOf(group) < 1e-4)
    return ties.slice(0, 20).map(group => {
      const rewards = scoredOf(group)
      const [deviation, gap] = [std(rewards, 1), gapOf(group)]
      const centre = rewards.reduce((a, b) => a + b, 0) / rewards.length
      const furthest = Math.max(...rewards.map(reward => Math.abs(reward - centre)))
      const logged = group.members.map(i => group.in.batch.advantage?.[i]).filter(value => Number.isFinite(value))
      const largest = Math.max(...logged.map(value => Math.abs(value!)), 0)
      const under = (epsilon: number) => digits(furthest / (deviation + epsilon))
      const was = logged.length > 0 ? ` The log has advantages up to ${digits(largest)}.` : ''
      return {
        severity: 'warning' as const,
        title: 'Near tie',
        text: `The ${counted(rewards.length, 'reward')} of ${groupWords(group)}${inIteration(log, group.batch)} (${rowWords(group.rows)}) lie within ${digits(gap)} of each other (${exactly(Math.min(...rewards))} to ${exactly(Math.max(...rewards))}, deviation ${digits(deviation)}). Divided by that, the gap becomes an advantage of ${under(1e-6)} with epsilon 1e-6, ${under(1e-4)} with 1e-4.${was}`,
        cure: 'Do not divide (Dr. GRPO, RLOO), set a smallest deviation, or round rewards to what matters.',
        rows: group.rows,
      }
    })
  },
})
