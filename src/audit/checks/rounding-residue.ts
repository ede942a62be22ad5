import { mean, std } from '../../core/math.ts'
import { defineCheck, type Finding } from '../finding.ts'
import { groupsOf, groupWords, type LogGroup } from '../groups.ts'
import { digits, inIteration, rowOf, rowWords } from '../words.ts'

/** An advantage this large is never meant: a group of n gives at most sqrt(n) with its own deviation. */
const huge = 100
/** So large an advantage of equal rewards is no longer rounding that does not matter. */
const visible = 1e-3

const othersOf = ({ members, rewards }: LogGroup, i: number): number[] =>
  rewards.filter((reward, k) => members[k] !== i && Number.isFinite(reward))

export default defineCheck({
  id: 'rounding-residue',
  asks: 'Did rounding become an advantage?',
  find: ({ log }) => {
    const found: Omit<Finding, 'id'>[] = []
    for (const group of groupsOf(log)) {
      const { batch } = group.in
      for (const [k, i] of group.members.entries()) {
        const [logged, reward] = [batch.advantage?.[i] ?? Number.NaN, group.rewards[k]!]
        const others = othersOf(group, i)
        if (!Number.isFinite(logged) || !Number.isFinite(reward) || others.length < 2) continue
        const rows = [rowOf(log, group.batch, i)]
        const distance = reward - mean(others)
        const spread = std(others, 1)
        const where = `${rowWords(rows)} of ${groupWords(group)}${inIteration(log, group.batch)}`
        if (Math.abs(logged) > huge && spread < 1e-4 * Math.abs(distance)) {
          found.push({
            severity: 'fault',
            title: 'Leave-one-out residue',
            text: `The advantage of ${where} is ${digits(logged)}: its reward ${digits(reward)} was divided by the deviation of the other ${others.length}, which are all ${digits(others[0]!)}. Their deviation is ${digits(spread)}; single precision left about ${digits(Math.abs(distance / logged))}. Exact arithmetic gives ${digits(distance)}, undivided.`,
            cure: 'Divide by the deviation of the whole group, set a smallest deviation, or compute it around the mean instead of as E[x²] − E[x]².',
            rows,
          })
        } else if (spread === 0 && distance === 0 && Math.abs(logged) > visible) {
          found.push({
            severity: 'fault',
            title: 'Equal rewards, unequal advantages',
            text: `The rewards of ${groupWords(group)}${inIteration(log, group.batch)} are all ${digits(reward)}, yet the advantage of ${rowWords(rows)} is ${digits(logged)}: the mean was rounded, and a tiny epsilon stretched what was left.`,
            cure: 'Set the advantage to 0 where all rewards are equal, or take a larger epsilon.',
            rows,
          })
        }
      }
    }
    return found.slice(0, 50)
  },
})
