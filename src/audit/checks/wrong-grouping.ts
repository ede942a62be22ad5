import { defineCheck, type Finding, type Subject } from '../finding.ts'
import { groupsOf, groupWords, type LogGroup } from '../groups.ts'
import { rowsBy } from '../rules/observed.ts'
import { counted, inIteration, listed, quoted, rowOf, rowWords } from '../words.ts'

type Told = Omit<Finding, 'id'>

/** Trainers that write the rows of a group one after the other, and nothing else that says which they are. */
const positional = ['trl', 'ms-swift']

const different = (said: readonly (string | undefined)[]): string[] => [
  ...new Set(said.filter(one => one !== undefined)),
]

/** Different prompts of a group. Texts and keys must both say so: a leaking mask cuts keys short, a template changes texts. */
function promptsIn({ rollouts }: LogGroup): string[] {
  const texts = different(rollouts.map(({ prompt }) => prompt))
  const keys = different(rollouts.map(({ promptKey }) => promptKey))
  const whole = keys.filter(key => !keys.some(other => other !== key && other.startsWith(key)))
  if (texts.length === 0) return whole
  return whole.length === 1 ? [] : texts
}

/** Groups that hold more than one prompt. */
function mixedPrompts({ log, verdict }: Subject): Told[] {
  const mixed = groupsOf(log).flatMap(group => {
    const prompts = promptsIn(group)
    return prompts.length > 1 ? [{ group, prompts }] : []
  })
  const [first] = mixed
  if (!first) return []
  const rows = mixed.flatMap(({ group }) => group.rows)
  const fits =
    verdict.grouping?.by === 'prompt'
      ? ` The advantages were made by equal prompts: ${verdict.best?.name} fits them so, and not as they are grouped here.`
      : verdict.kind === 'named' && !verdict.grouping
        ? ' The advantages were made with these groups all the same.'
        : ''
  return [
    {
      severity: 'fault',
      title: 'Groups mix prompts',
      text: `${counted(mixed.length, 'group')} of ${groupsOf(log).length} ${mixed.length === 1 ? 'holds' : 'hold'} responses to different prompts, though grouped ${log.batches[first.group.batch]!.grouping.words}: ${groupWords(first.group)}${inIteration(log, first.group.batch)} (${rowWords(first.group.rows)}) has ${listed(
        first.prompts.map(prompt => quoted(prompt, 40)),
        3,
      )}. A response is then compared with answers to another question.${fits}`,
      cure: 'Group by prompt, and look for where the group key was shifted by a row or rows were shuffled.',
      rows,
    },
  ]
}

/** Advantages that fit only other groups than the log's, whose prompts are in order. */
function contradicted({ log, verdict }: Subject): Told[] {
  const { grouping, best } = verdict
  if (!grouping || !best) return []
  const moved = log.batches.flatMap(({ batch }, k) => {
    const other = grouping.groups[k]!
    const partners = rowsBy(other)
    const own = rowsBy(batch.group)
    const isMoved = (i: number) => partners.get(other[i]!)!.join() !== own.get(batch.group[i]!)!.join()
    return [...batch.group.keys()].filter(isMoved).map(i => rowOf(log, k, i))
  })
  return [
    {
      severity: 'fault',
      title: 'The advantages were made with other groups',
      text: `Grouped ${log.batches[0]!.grouping.words}, no rule gives the logged advantages; grouped ${grouping.words}, ${best.name} does, in ${best.met} of ${best.telling} groups. ${counted(moved.length, 'row')} (${rowWords(moved)}) were compared with other responses than their siblings here.`,
      cure:
        grouping.by === 'prompt'
          ? 'Trust the prompts: the group ids of the file are wrong.'
          : 'The trainer’s groups and its prompts were out of step: look for a shuffle or a shift between sampling and advantages.',
      rows: moved,
    },
  ]
}

/** Groups whose rows lie apart in a file that tells groups by position only. */
function scattered({ log }: Subject): Told[] {
  if (!positional.includes(log.framework ?? '')) return []
  const apart = groupsOf(log).filter(
    ({ in: batch, rollouts }) =>
      batch.grouping.by === 'prompt' && span(rollouts.map(({ order }) => order)) > rollouts.length,
  )
  if (apart.length === 0) return []
  return [
    {
      severity: 'fault',
      title: 'Rows were shuffled',
      text: `${counted(apart.length, 'group')} of ${groupsOf(log).length} lie apart in the file (${groupWords(apart[0]!)}: ${rowWords(apart[0]!.rows)}), where this trainer writes siblings one after the other. Whoever groups by position mixes prompts.`,
      cure: 'They are grouped by equal prompts here; keep the order of the trainer when files are rewritten.',
      rows: apart.flatMap(({ rows }) => rows),
    },
  ]
}

const span = (orders: readonly number[]): number => Math.max(...orders) - Math.min(...orders) + 1

export default defineCheck({
  id: 'wrong-grouping',
  asks: 'Are the groups those that the advantages were made with?',
  find: subject => {
    const mixed = mixedPrompts(subject)
    const others = subject.verdict.grouping?.by === 'prompt' && mixed.length > 0 ? [] : contradicted(subject)
    return [...mixed, ...others, ...scattered(subject)]
  },
})
