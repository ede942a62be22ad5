/** `audit`: which rule made the advantages of a log, and what is wrong with it. */
import { audit, type Report } from '../audit/report.ts'
import { reportHtml } from '../audit/report-html.ts'
import { readLog } from '../logs/read.ts'
import { type CliCommand, parseOptions, UsageError } from './args.ts'
import { choiceFrom, split } from './import.ts'
import { logFiles } from './log-files.ts'
import { outFile } from './out-file.ts'

/** Exit code where a fault was found: the log could be read, and says something wrong. */
const faulty = 3

const auditOptions = { html: 'value', json: 'flag', format: 'value', group: 'value' } as const

function lines({ sentences, findings, checked }: Report): string[] {
  const quiet = checked.filter(({ found }) => found === 0).length
  return [
    ...sentences,
    '',
    ...findings.flatMap(({ severity, title, text, cure }) => [`${severity}: ${title}. ${text}`, `  ${cure}`]),
    ...(findings.length > 0 ? [''] : []),
    `${quiet} of ${checked.length} checks found nothing.`,
  ]
}

export const auditCommand: CliCommand = {
  summary: 'which rule made the advantages of a log, and what is wrong with it',
  help: `audit <file or folder | -> ... [--json] [--html report.html] [--format <id>] [--group recorded|prompt|<size>]

Finds the rule that gives the logged advantages (estimator, epsilon, ddof, scope, leave-one-out), says which others these
numbers cannot tell from it, and looks for faults in groups, rewards, masks, texts and log-probabilities, each with the
rows and a cure. With --json: {schema, log, verdict, sentences, findings, checked, notices}. --html writes the same as one
file to keep. Files are read and grouped as by "import".
Exit code 0: no fault, 3: at least one fault (warnings and notes are none), 1: the file cannot be read, 2: wrong usage.`,
  run: async (args, streams) => {
    const { paths, rest } = split(args)
    const options = parseOptions(rest, auditOptions)
    if (paths.length === 0) throw new UsageError('audit', 'a file or folder', 'none', 'For example audit completions/.')
    const choice = choiceFrom(options)
    const html = options.value('html')
    const out = html === undefined ? undefined : await outFile(html)
    const report = audit(await readLog(await logFiles(paths), choice))
    await out?.write(reportHtml(report))
    if (options.flag('json')) streams.out(JSON.stringify(report))
    else streams.out(lines(report).join('\n'))
    return report.findings.some(({ severity }) => severity === 'fault') ? faulty : 0
  },
}
