/**
 * The head-less door: `npm run --silent cli -- <command>`. Results go to stdout and nothing else does; errors are one line
 * each on stderr.
 */
import { main } from './cli/main.ts'

// Whoever reads may have had enough: `methods --json | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await main(process.argv.slice(2), {
  out: text => process.stdout.write(`${text}\n`),
  err: text => process.stderr.write(`${text}\n`),
})
