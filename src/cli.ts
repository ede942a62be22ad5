/**
 * The head-less door: `npm run --silent cli -- <command>`. Results go to stdout and nothing else does; errors are one line
 * each on stderr. Exit code 0 on success, 1 when a file or a claim fails, 2 on wrong usage.
 */
import { type Command, UsageError } from './cli/args.ts'
import { estimateCommand } from './cli/estimate.ts'
import { methodsCommand } from './cli/methods.ts'
import { objectiveCommand } from './cli/objective.ts'
import { tasksCommand } from './cli/tasks.ts'
import { trainCommand, trainUsage } from './cli/train.ts'
import { lookUp, PlaygroundError } from './core/fail.ts'
import { ExchangeError } from './logs/exchange.ts'

/** A recipe file that cannot be used is a failed file; whatever else the house refuses here is the command's fault. */
const trainingCommand: Command = {
  summary: 'train a recipe',
  help: trainUsage,
  run: async args => {
    try {
      process.exitCode = await trainCommand(args)
    } catch (error) {
      if (!(error instanceof PlaygroundError) || error.where === 'train.recipe') throw error
      const cure = error.cure.includes('\n') ? 'See train --help.' : error.cure
      throw new UsageError(error.where, error.expected, error.got, cure)
    }
  },
}

const commands: ReadonlyMap<string, Command> = new Map([
  ['methods', methodsCommand],
  ['tasks', tasksCommand],
  ['estimate', estimateCommand],
  ['objective', objectiveCommand],
  ['train', trainingCommand],
])

const overview = (): string =>
  [
    'npm run --silent cli -- <command> [options]',
    '',
    ...[...commands].map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`),
    '',
    '<command> --help says more. Exit code 0: done, 1: a file or a claim failed, 2: wrong usage.',
  ].join('\n')

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined) throw new UsageError('command line', 'a command', 'none', 'See --help.')
  if (name === '--help' || name === '-h' || name === 'help') return print(overview())
  const command = UsageError.of(() => lookUp('command', name, commands))
  if (args.includes('--help') || args.includes('-h')) return print(command.help)
  await command.run(args, print)
}

/** What is wrong, one line per problem. A defect of ours shows its stack. */
function explain(error: unknown): string {
  if (error instanceof PlaygroundError || error instanceof ExchangeError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
