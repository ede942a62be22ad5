import { defineCheck } from '../finding.ts'
import { groupsOf, groupWords } from '../groups.ts'
import { usualSize } from '../rules/groupings.ts'
import { counted, inIteration, listed, rowWords } from '../words.ts'

export default defineCheck({
  id: 'group-size',
  asks: 'Are all groups as large as most?',
  find: ({ log }) => {
    const groups = groupsOf(log)
    const usual = usualSize(groups.map(({ size }) => size))
    // A group of one is told by a check of its own.
    const short = groups.filter(({ size }) => size < usual && size > 1)
    const long = groups.filter(({ size }) => size > usual && usual > 1)
    const missing = short.map(group => ({
      severity: 'warning' as const,
      title: 'Rows are missing',
      text: `${group.size} responses stand in ${groupWords(group)}${inIteration(log, group.batch)} (${rowWords(group.rows)}) where the others have ${usual}: ${counted(usual - group.size, 'row')} missing. Whoever counts off every ${usual} rows is wrong from there on, and mean and deviation are of other rewards than the trainer's.`,
      cure: 'Find the missing row, or leave the group out of what is recomputed.',
      rows: group.rows,
    }))
    const merged = long.filter(group => group.size % usual === 0)
    const note = {
      severity: 'note' as const,
      title: 'Larger groups',
      text: `${counted(long.length, 'group')} ${long.length === 1 ? 'has' : 'have'} more than ${usual} responses (${listed(long.map(({ size }) => String(size)))}), for example ${long[0] && groupWords(long[0])}. ${merged.length > 0 ? 'Two groups of one prompt look like that where the file names no group.' : 'The usual size may not be meant.'}`,
      cure: 'Log the group id, so that equal prompts stay two groups.',
      rows: long.flatMap(({ rows }) => rows),
    }
    return [...missing.slice(0, 20), ...(long.length > 0 ? [note] : [])]
  },
})
