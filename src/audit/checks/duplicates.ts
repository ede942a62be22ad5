import type { Log } from '../../core/log.ts'
import { defineCheck, type Finding } from '../finding.ts'
import { groupsOf, groupWords, type LogGroup } from '../groups.ts'
import { usualSize } from '../rules/groupings.ts'
import { rowsBy } from '../rules/observed.ts'
import { counted, inIteration, quoted, rowOf, rowWords } from '../words.ts'

type Told = Omit<Finding, 'id'>

/** All that a row says of its response; its group and place left out. */
function contentOf({ in: { batch, rollouts } }: LogGroup, i: number): string {
  const { prompt, response } = rollouts[i]!
  const tokens = batch.token.subarray(batch.tokenStart[i]!, batch.tokenStart[i + 1]!)
  const logps = batch.samplerLogp?.subarray(batch.tokenStart[i]!, batch.tokenStart[i + 1]!) ?? []
  const parts = Object.values(batch.rewardParts ?? {}).map(values => values[i])
  return JSON.stringify([prompt, response, batch.reward[i], batch.advantage?.[i], parts, [...tokens], [...logps]])
}

/** Rows of a group that repeat an earlier one. Short answers repeat by themselves: only what is too many counts. */
function surplus(group: LogGroup, usual: number): number[] {
  const kinds = [...rowsBy(group.members.map(i => contentOf(group, i))).values()]
  const again = kinds.flatMap(places => places.slice(1).map(at => group.members[at]!))
  const excess = group.members.length - usual
  return usual > 0 && excess > 0 && again.length >= excess ? again.slice(-excess) : []
}

/** Groups of the same iteration that say the same, row by row, in different words each. */
function repeatedGroups(groups: readonly LogGroup[]): LogGroup[][] {
  const telling = groups.filter(({ rollouts }) => new Set(rollouts.map(({ response }) => response)).size > 1)
  const keys = telling.map(group => JSON.stringify([group.batch, ...group.members.map(i => contentOf(group, i))]))
  return [...rowsBy(keys).values()].filter(at => at.length > 1).map(at => at.map(k => telling[k]!))
}

/** Groups that are too small, of whose rows each stands in another group of the iteration. */
function strays(groups: readonly LogGroup[], usual: number): LogGroup[] {
  const whole = new Set(
    groups
      .filter(({ size }) => size >= usual)
      .flatMap(group => group.members.map(i => `${group.batch} ${contentOf(group, i)}`)),
  )
  const isText = ({ rollouts }: LogGroup) => rollouts.every(({ response }) => response !== undefined && response !== '')
  const isAgain = (group: LogGroup) =>
    isText(group) && group.members.every(i => whole.has(`${group.batch} ${contentOf(group, i)}`))
  return groups.filter(group => group.size < usual && isAgain(group))
}

const filesOf = (groups: readonly LogGroup[]): string[] => [
  ...new Set(groups.flatMap(({ rows }) => rows.map(({ source }) => source.file))),
]

/** Whole files that another file repeats: a table that was logged again, as at the end of a training. */
function repeatedFiles(log: Log, repeated: readonly (readonly LogGroup[])[]): Told[] {
  const again = repeated.flatMap(same => same.slice(1))
  const files = filesOf(again).filter(file => {
    const own = groupsOf(log).filter(({ rows }) => rows.every(({ source }) => source.file === file))
    return own.length > 1 && own.every(group => again.includes(group))
  })
  return files.map(file => ({
    severity: 'note',
    title: 'A file repeats another',
    text: `All ${counted(groupsOf(log).filter(group => filesOf([group]).includes(file)).length, 'group')} of ${quoted(file.split('/').at(-1) ?? file)} stand in another file of the same iteration: the table was logged twice, as at the end of a training.`,
    cure: 'Leave one of the two files out.',
    rows: again.filter(group => filesOf([group]).includes(file)).flatMap(({ rows }) => rows),
  }))
}

function repeatedIterations(log: Log): Told[] {
  const keys = log.batches.map((_, k) =>
    JSON.stringify(
      groupsOf(log)
        .filter(({ batch }) => batch === k)
        .map(group => group.members.map(i => contentOf(group, i))),
    ),
  )
  const again = [...rowsBy(keys).values()].filter(at => at.length > 1 && log.batches[at[0]!]!.rollouts.length > 1)
  return again.slice(0, 10).map(at => ({
    severity: 'note' as const,
    title: 'The same rows in several iterations',
    text: `Iterations ${at.map(k => log.batches[k]!.iteration ?? k).join(', ')} hold the same ${counted(log.batches[at[0]!]!.rollouts.length, 'row')}: one sampled batch was logged ${at.length} times, as where a trainer takes several steps per generation.`,
    cure: 'Count them once in statistics over the run.',
    rows: at.slice(1).flatMap(k => log.batches[k]!.rollouts.map((_, i) => rowOf(log, k, i))),
  }))
}

export default defineCheck({
  id: 'duplicates',
  asks: 'Do rows stand there twice?',
  find: ({ log }) => {
    const groups = groupsOf(log)
    const usual = usualSize(groups.map(({ size }) => size))
    const more = groups.flatMap((group): Told[] => {
      const extra = group.in.batch.rollout ? [] : surplus(group, usual)
      if (extra.length === 0) return []
      const rows = extra.map(i => rowOf(log, group.batch, i))
      return [
        {
          severity: 'fault',
          title: 'Rows stand there twice',
          text: `In ${groupWords(group)}${inIteration(log, group.batch)} ${rowWords(rows)} ${rows.length === 1 ? 'repeats an earlier row' : 'repeat earlier rows'} word for word, number for number: ${group.members.length} rows where the groups have ${usual}. They count twice in mean and deviation, and are trained on twice.`,
          cure: 'Remove the copies; look for a file that was appended to itself or a worker that wrote again after a restart.',
          rows,
        },
      ]
    })
    const repeated = repeatedGroups(groups)
    const files = repeatedFiles(log, repeated)
    const told = new Set(files.flatMap(({ rows }) => rows.map(({ source }) => source.file)))
    const single = repeated.filter(same => !filesOf(same.slice(1)).every(file => told.has(file)))
    const lone = strays(groups, usual).map(
      (group): Told => ({
        severity: 'fault',
        title: 'Rows stand there twice',
        text: `${rowWords(group.rows).replace(/^r/, 'R')}${inIteration(log, group.batch)} ${group.rows.length === 1 ? 'repeats a row' : 'repeat rows'} of a whole group word for word, number for number (${groupWords(group)}).`,
        cure: 'Remove the copies; look for a file that was appended to itself or a worker that wrote again after a restart.',
        rows: group.rows,
      }),
    )
    const whole = single.map((same): Told => {
      const rows = same.slice(1).flatMap(group => group.rows)
      return {
        severity: 'fault',
        title: 'A group stands there twice',
        text: `${groupWords(same[0]!).replace(/^t/, 'T')} (${rowWords(same[0]!.rows)}) stands there again${inIteration(log, same[0]!.batch)}, all ${counted(same[0]!.members.length, 'row')} alike: ${rowWords(rows)}.`,
        cure: 'Remove the copy; look for a file that was appended to itself or a worker that wrote again after a restart.',
        rows,
      }
    })
    return [...more.slice(0, 20), ...lone.slice(0, 20), ...whole.slice(0, 20), ...files, ...repeatedIterations(log)]
  },
})
