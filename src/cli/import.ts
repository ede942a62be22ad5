/** `import`: what a trainer's log holds, and the log in the exchange format. */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { fail } from '../core/fail.ts'
import type { Log, LogBatch, LogField } from '../core/log.ts'
import { formatOf, formats } from '../logs/format.ts'
import type { GroupChoice } from '../logs/group-rows.ts'
import { type ReadLogOptions, readLog } from '../logs/read.ts'
import { converter } from '../logs/records.ts'
import { integerFrom } from '../logs/values.ts'
import { logLines } from '../logs/write-log.ts'
import { type CliCommand, type Options, parseOptions, UsageError } from './args.ts'
import { logFiles } from './log-files.ts'

const options = { json: 'flag', out: 'value', format: 'value', group: 'value' } as const

/** The files stand before the options. */
export function split(args: readonly string[]): {
  readonly paths: readonly string[]
  readonly rest: readonly string[]
} {
  const first = args.findIndex(word => word.startsWith('--'))
  return first < 0 ? { paths: args, rest: [] } : { paths: args.slice(0, first), rest: args.slice(first) }
}

/** How files are read, of `--format` and `--group`. */
export function choiceFrom(given: Options): ReadLogOptions {
  const [format, group] = [given.value('format'), given.value('group')]
  if (format !== undefined) UsageError.of(() => formatOf(format))
  return { ...(format !== undefined && { format }), ...(group !== undefined && { groups: groupsFrom(group) }) }
}

function groupsFrom(word: string): GroupChoice {
  if (word === 'recorded' || word === 'prompt') return { by: word }
  const size = integerFrom(word)
  if (size !== undefined && size > 0) return { by: 'position', size }
  throw new UsageError('--group', 'recorded, prompt or a size', word, 'A size takes every so many neighbours.')
}

const stateOf = (log: Log, state: LogField['state']): [string, LogField][] =>
  Object.entries(log.fields).filter(([, field]) => field.state === state)

const told = (fields: readonly [string, LogField][]): string =>
  fields.map(([name, { because }]) => (because === undefined ? name : `${name} (${because})`)).join(', ')

const iterationWords = ({ iteration, grouping }: LogBatch): string =>
  `${iteration === undefined ? 'all' : `iteration ${iteration}`}: ${grouping.words}`

/** Fields that nothing stands for in most logs would only hide the others. */
const asked = new Set(['prompt', 'response', 'advantage', 'tokens', 'oldLogp', 'samplerLogp', 'refLogp', 'rewardParts'])

function reportOf(log: Log): string[] {
  const rollouts = log.batches.reduce((sum, { batch }) => sum + batch.rollouts, 0)
  const missing = stateOf(log, 'unavailable').filter(
    ([name, { because }]) => asked.has(name) || because !== 'the log has none',
  )
  return [
    `${log.name}: ${log.title}, ${counted(rollouts, 'rollout')}, ${counted(log.batches.length, 'iteration')}`,
    `recorded: ${told(stateOf(log, 'recorded'))}`,
    `recomputed: ${told(stateOf(log, 'recomputed')) || 'nothing'}`,
    `unavailable: ${told(missing) || 'nothing'}`,
    ...log.batches.map(iterationWords),
    ...log.notices,
    ...log.problems,
  ]
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const jsonOf = ({ name, format, framework, batches, fields, notices, problems }: Log): object => ({
  ...{ name, format, framework: framework ?? null, fields, notices, problems },
  iterations: batches.map(({ iteration, batch, groupNames, grouping }) => ({
    ...{ iteration: iteration ?? null, rollouts: batch.rollouts, groups: groupNames, grouping },
  })),
})

/** Line by line: a log may be longer than a text can be. */
async function writeTo(path: string, lines: Iterable<string>): Promise<void> {
  const out = createWriteStream(path)
  const failed = once(out, 'error').then(([error]: unknown[]) =>
    fail(`--out ${path}`, 'a file that can be written', String(error), 'Name a file in a folder that exists.'),
  )
  for (const line of lines) if (!out.write(line)) await Promise.race([once(out, 'drain'), failed])
  await Promise.race([new Promise(resolve => out.end(resolve)), failed])
}

export const importCommand: CliCommand = {
  summary: 'what a trainer’s log holds; converts it',
  help: `import <file or folder | -> ... [--out rollouts.jsonl] [--format <id>] [--group recorded|prompt|<size>] [--json]

Reads the rollouts that a trainer logged and prints what the log holds: which fields are recorded, which were computed here
and which cannot be had, how rollouts were grouped, what was left out. --out writes all of it in the exchange format, which
"estimate" and "objective" read. Formats are told by their content: ${[...formats.keys()].join(', ')};
anything else as JSONL, JSON, CSV or parquet by the names of its fields. Files may be packed with gzip or zip.

Pickled dumps are never read, for reading one runs whatever it says. Where you trust it:

${converter}`,
  run: async (args, { out }) => {
    const { paths, rest } = split(args)
    const given = parseOptions(rest, options)
    if (paths.length === 0)
      throw new UsageError('import', 'a file or folder', 'none', 'For example import completions/.')
    const choice = choiceFrom(given)
    const log = await readLog(await logFiles(paths), choice)
    const path = given.value('out')
    if (path !== undefined) await writeTo(path, logLines(log))
    if (given.flag('json')) out(JSON.stringify(jsonOf(log)))
    else for (const line of reportOf(log)) out(line)
    return 0
  },
}
