import type { Log } from '../../core/log.ts'
import { defineCheck, type Finding } from '../finding.ts'
import { groupsOf, groupWords, type LogGroup } from '../groups.ts'
import { usualSize } from '../rules/groupings.ts'
import { rowsBy } from '../rules/observed.ts'
import { counted, inIteration, quoted, rowOf, rowWords } from '../words.ts'

type Told = Omit<Finding, 'id'>

/** A short stand-in for long lists of numbers: equal lists have equal ones, others hardly ever. */
function digest(values: ArrayLike<number> | undefined, from: number, to: number): number {
  let hash = to - from
  for (let t = from; t < to; t++) hash = (Math.imul(hash, 31) + Math.round(values![t]! * 1e6)) | 0
  return hash
}

/** The same of a text. */
function digestOf(text: string): string {
  let [one, two] = [0, 7]
  for (let k = 0; k < text.length; k++) {
    one = (Math.imul(one, 31) + text.charCodeAt(k)) | 0
    two = (Math.imul(two, 131) ^ text.charCodeAt(k)) | 0
  }
  return `${text.length}.${one}.${two}`
}

const contents = new WeakMap<LogGroup, Map<number, string>>()

/** All that a row says of its response; its group and place left out. Made once. */
function contentOf(group: LogGroup, i: number): string {
  const held = contents.get(group) ?? new Map<number, string>()
  contents.set(group, held)
  const known = held.get(i) ?? written(group, i)
  held.set(i, known)
  return known
}

function written({ in: { batch, rollouts } }: LogGroup, i: number): string {
  const { prompt = '', response = '' } = rollouts[i]!
  const [from, to] = [batch.tokenStart[i]!, batch.tokenStart[i + 1]!]
  const parts = Object.values(batch.rewardParts ?? {}).map(values => values[i])
  const logps = batch.samplerLogp ? digest(batch.samplerLogp, from, to) : ''
  const numbers = [batch.reward[i], batch.advantage?.[i], digest(batch.token, from, to), logps, ...parts]
  return `${digestOf(prompt)} ${digestOf(response)} ${numbers.join(' ')}`
}

/** Rows of a group that repeat an earlier one. Short answers repeat by themselves: only what is too many counts. */
function surplus(group: LogGroup, usual: number): number[] {
  const excess = group.members.length - usual
  if (usual === 0 || excess <= 0) return []
  const kinds = [...rowsBy(group.members.map(i => contentOf(group, i))).values()]
  const again = kinds.flatMap(places => places.slice(1).map(at => group.members[at]!))
  return again.length >= excess ? again.slice(-excess) : []
}

/** Groups of the same iteration that say the same, row by row, in different words each. */
function repeatedGroups(groups: readonly LogGroup[]): LogGroup[][] {
  const telling = groups.filter(({ rollouts }) => new Set(rollouts.map(({ response }) => response)).size > 1)
  const keys = telling.map(group => `${group.batch}\u0001${group.members.map(i => contentOf(group, i)).join('\u0001')}`)
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
  const own = log.batches.map((): string[] => [])
  for (const group of groupsOf(log)) own[group.batch]!.push(...group.members.map(i => contentOf(group, i)))
  const keys = own.map(rows => rows.join('\u0001'))
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
