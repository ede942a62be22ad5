import { defineCheck } from '../finding.ts'
import { groupsOf } from '../groups.ts'
import { counted, percent, quoted, rowOf, rowWords } from '../words.ts'

/** Loops run to the end of a response: so many characters are looked at. */
const tail = 1200
const longestPeriod = 40
/** A loop repeats at least so often, over at least so many characters. */
const fewest = 6
const shortest = 48

/** What is said over and over at the end of a text; undefined where nothing is. */
export function loopOf(text: string): string | undefined {
  const end = text.slice(-tail)
  for (let period = 1; period <= longestPeriod; period++) {
    let run = 0
    while (run + period < end.length && end[end.length - 1 - run] === end[end.length - 1 - run - period]) run++
    if (run + period >= Math.max(shortest, fewest * period)) return end.slice(-period)
  }
  return undefined
}

export default defineCheck({
  id: 'repeated-text',
  asks: 'Does a response repeat itself?',
  find: ({ log }) => {
    const groups = groupsOf(log)
    const loops = groups.flatMap(({ batch, members, rollouts }) =>
      rollouts.flatMap(({ response }, k) => {
        const loop = response === undefined ? undefined : loopOf(response)
        return loop === undefined ? [] : [{ row: rowOf(log, batch, members[k]!), loop }]
      }),
    )
    if (loops.length === 0) return []
    const all = groups.reduce((total, { members }) => total + members.length, 0)
    return [
      {
        severity: 'warning',
        title: 'Responses that loop',
        text: `${counted(loops.length, 'response')} of ${all} (${percent(loops.length / all)}) ${loops.length === 1 ? 'ends' : 'end'} in a loop: ${rowWords(loops.map(({ row }) => row))} ${loops.length === 1 ? 'repeats' : 'repeat, the first'} ${quoted(loops[0]!.loop, 40)} to the end.`,
        cure: 'Look at temperature and length limit; a repetition penalty or masking cut-off responses keeps loops out of the update.',
        rows: loops.map(({ row }) => row),
      },
    ]
  },
})
