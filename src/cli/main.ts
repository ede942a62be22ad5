/** Dispatch, help, errors and exit codes of the head-less door. */
import { lookUp, PlaygroundError } from '../core/fail.ts'
import { ExchangeError } from '../logs/exchange.ts'
import { type CliCommand, type Streams, UsageError } from './args.ts'
import { auditCommand } from './audit.ts'
import { benchCommand } from './bench.ts'
import { claimsCommand } from './claims.ts'
import { estimateCommand } from './estimate.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { methodsCommand } from './methods.ts'
import { objectiveCommand } from './objective.ts'
import { tasksCommand } from './tasks.ts'
import { trainCommand } from './train.ts'
import { varianceCommand } from './variance.ts'

const commands: ReadonlyMap<string, CliCommand> = new Map([
  ['methods', methodsCommand],
  ['tasks', tasksCommand],
  ['import', importCommand],
  ['estimate', estimateCommand],
  ['objective', objectiveCommand],
  ['bench', benchCommand],
  ['export', exportCommand],
  ['train', trainCommand],
  ['audit', auditCommand],
  ['claims', claimsCommand],
  ['variance', varianceCommand],
])

const overview = (): string =>
  [
    'npm run --silent cli -- <command> [options]',
    '',
    ...[...commands].map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`),
    '',
    '<command> --help says more. Exit code 0: done, 1: a file or a claim failed, 2: wrong usage.',
  ].join('\n')

async function dispatch([name, ...args]: readonly string[], streams: Streams): Promise<number> {
  if (name === undefined) throw new UsageError('command line', 'a command', 'none', 'See --help.')
  if (name === '--help' || name === '-h' || name === 'help') streams.out(overview())
  else {
    const command = UsageError.of(() => lookUp('command', name, commands))
    if (!args.includes('--help') && !args.includes('-h')) return command.run(args, streams)
    streams.out(command.help)
  }
  return 0
}

/** What is wrong, one line per problem. A defect of ours shows its stack. */
function explain(error: unknown): string {
  if (error instanceof PlaygroundError || error instanceof ExchangeError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Runs a command line; resolves with the exit code: 0 done, 1 a file or a claim failed, 2 wrong usage. */
export async function main(args: readonly string[], streams: Streams): Promise<number> {
  try {
    return await dispatch(args, streams)
  } catch (error) {
    streams.err(explain(error))
    return error instanceof UsageError ? 2 : 1
  }
}
