/**
 * `npm run frameworks [-- --cases 200] [--seed 1] [--only TEXT] [--write]`: the released verl and TRL beside ours, on
 * seeded random batches: every function's value and gradient. Makes a Python environment of its own once (5 GB with
 * PyTorch). Not part of the tests. `--write` puts the table into frameworks/table.md.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { fail } from '../core/fail.ts'
import { caseOf, compared, families } from '../methods/golden/cases.ts'
import { asReleased, type GoldenCase, type GoldenFamily } from '../methods/golden/harness.ts'
import { openBackend } from '../tensor/backends.ts'
import { errorOf, hasNaN, type Outcome, outcomeOf, type Tally, tableOf, tallyOf } from './frameworks/tally.ts'

const packages = ['verl==0.9.1', 'trl==1.16.0', 'torch']

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    python: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})

const root = process.cwd()
const folder = resolve(root, 'node_modules/.cache/frameworks')
const say = (text: string) => process.stderr.write(`${text}\n`)

/** The Python of an environment that has the frameworks; made where there is none. */
function python(): string {
  if (options.python) return options.python
  const own = resolve(folder, 'bin/python')
  if (!existsSync(own)) {
    say(`Making ${folder} with ${packages.join(', ')}: some minutes, some gigabytes.`)
    run('python3', ['-m', 'venv', folder])
    run(own, ['-m', 'pip', 'install', '--quiet', ...packages])
  }
  return own
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0)
    fail('frameworks', `${command} to succeed`, `exit code ${status}`, 'It needs Python 3.11 and the network.')
}

interface Line {
  readonly framework: string
  readonly function: string
  readonly file: string
  readonly c: GoldenCase
}

/** What the frameworks answered, one case after the other. */
async function* answered(): AsyncGenerator<Line> {
  const script = resolve(root, 'src/scripts/frameworks/cases.py')
  const child = spawn(python(), [script, options.cases, options.seed, options.only], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, RAY_DISABLE_IMPORT_WARNING: '1', PYTHONDONTWRITEBYTECODE: '1' },
  })
  for await (const text of createInterface({ input: child.stdout })) {
    const { framework, function: name, file, case: given } = JSON.parse(text)
    yield { framework, function: name, file, c: caseOf(given) }
  }
}

async function tried(name: string, family: GoldenFamily, c: GoldenCase): Promise<Outcome> {
  if ('error' in c.outputs || compared(family, c, {}).some(({ expected }) => hasNaN(expected)))
    return { kind: 'refused' }
  const reason = family.notRun?.(c)
  if (reason) return { kind: 'differs', reason }
  try {
    const outputs = compared(family, c, await asReleased(() => family.run(c)))
    const error = Math.max(0, ...outputs.map(({ expected, got }) => errorOf(expected, got)))
    return outcomeOf(name, error, `case ${c.name}: off by ${error.toPrecision(2)}, ${JSON.stringify(c.params)}`)
  } catch (error) {
    return { kind: 'differs', reason: `case ${c.name}: ${String(error)}` }
  }
}

await openBackend('cpu')
const outcomes = new Map<string, { readonly line: Line; readonly list: Outcome[] }>()
for await (const line of answered()) {
  const key = `${line.framework} ${line.function}`
  const family = families.find(({ file }) => file === line.file)
  const entry = outcomes.get(key) ?? { line, list: [] }
  if (entry.list.length === 0) say(key)
  outcomes.set(key, entry)
  entry.list.push(
    family ? await tried(key, family, line.c) : { kind: 'differs', reason: `${line.file} has no adapter` },
  )
}
const tallies: Tally[] = [...outcomes.values()].map(({ line, list }) => tallyOf(line.framework, line.function, list))
const table = tableOf(tallies)
process.stdout.write(`${table}\n`)
if (options.write) {
  const head = `The released ${packages.slice(0, 2).join(' and ')}, run on ${options.cases} seeded random batches per function (seed ${options.seed}), beside this code: values and gradients. Written by \`npm run frameworks -- --write\`.`
  await writeFile(resolve(root, 'src/scripts/frameworks/table.md'), `# Beside the frameworks\n\n${head}\n\n${table}\n`)
}
if (tallies.some(({ cases, agree, explained, refused }) => agree + explained + refused < cases)) process.exitCode = 1
