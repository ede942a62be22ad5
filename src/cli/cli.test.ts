/** The commands as scripts see them: two streams and an exit code. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { main } from './main.ts'

const root = resolve(import.meta.dirname, '../..')
let folder = ''

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The command in this process; what is piped in lies in a file. */
async function cli(args: readonly string[], stdin?: string): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []]
  const piped = join(folder, 'stdin.jsonl')
  if (stdin !== undefined) await writeFile(piped, stdin)
  const words = args.map(word => (word === '-' && stdin !== undefined ? piped : word))
  const code = await main(words, { out: line => out.push(`${line}\n`), err: line => err.push(`${line}\n`) })
  return { code, out: out.join(''), err: err.join('') }
}

/** The command as a script runs it. */
function cliProcess(args: readonly string[], stdin = ''): Promise<Ended> {
  return new Promise(done => {
    const child = execFile('node', ['src/scripts/run.mjs', 'src/cli.ts', ...args], { cwd: root }, (error, out, err) => {
      done({ code: error ? Number(error.code) : 0, out, err })
    })
    child.stdin?.end(stdin)
  })
}

const file = async (name: string, lines: readonly object[]): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, lines.map(line => JSON.stringify(line)).join('\n'))
  return path
}

/** Two groups, not sorted, of unequal sizes; the second response has a token that the world wrote. */
const rollouts = [
  { group: 'a', reward: 1, tokens: ['x', 'y'], oldLogp: [-1, -2], logp: [-1, -2] },
  { group: 'b', reward: 0, tokens: ['x'], oldLogp: [-1], logp: [-1] },
  { group: 'a', reward: 0, tokens: ['y', 'y', 'z'], mask: [1, 0, 1], oldLogp: [-1, null, -3], logp: [-1, null, -3] },
].map(line => ({ mask: line.tokens.map(() => 1), ...line }))

const nested = z.array(z.array(z.number()))
const estimateShape = z.object({
  method: z.string(),
  params: z.record(z.string(), z.union([z.number(), z.string()])),
  advantage: z.array(z.number().nullable()),
  credit: nested,
  explain: z.record(z.string(), z.object({ extent: z.string(), values: z.array(z.unknown()) })),
})
const objectiveShape = z.object({ method: z.string(), loss: z.number(), gradLogp: nested })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('methods and tasks', () => {
  test('--json is one array and nothing else', async () => {
    const [methods, tasks] = await Promise.all([cli(['methods', '--json']), cli(['tasks', '--json'])])
    expect([methods.code, tasks.code, methods.err, tasks.err]).toEqual([0, 0, '', ''])
    const ids = z.array(z.object({ id: z.string() })).parse(JSON.parse(methods.out))
    expect(ids.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'reinforce',
        'grpo',
        'dr-grpo',
        'dapo',
        'rloo',
        'ppo',
        'psr',
        'nsr',
        'w-reinforce',
        'rover',
      ]),
    )
    const [first] = z
      .array(
        z.object({
          slots: z.record(z.string(), z.string()),
          needs: z.array(z.string()),
          kind: z.string(),
          params: z.array(z.object({ key: z.string(), default: z.union([z.number(), z.string()]) })),
        }),
      )
      .parse(JSON.parse(methods.out))
    expect(first?.params.length).toBeGreaterThan(5)
    const shape = z.array(
      z.object({
        id: z.string(),
        levels: z.array(z.object({ id: z.string() })),
        enumerable: z.boolean(),
        multiTurn: z.boolean(),
      }),
    )
    expect(shape.parse(JSON.parse(tasks.out)).length).toBeGreaterThan(0)
  })
})

describe('estimate', () => {
  test('advantage and credit come in the order of the file', async () => {
    const path = await file('batch.jsonl', rollouts)
    const { code, out, err } = await cli(['estimate', '--method', 'rloo', '--in', path, '--json'])
    expect([code, err]).toEqual([0, ''])
    const { advantage, credit, explain } = estimateShape.parse(JSON.parse(out))
    expect(advantage).toEqual([1, 0, -1])
    expect(credit).toEqual([[1, 1], [0], [-1, 0, -1]])
    expect(explain.baseline?.values).toEqual([0, 0, 1])
  })

  test('a convention sets every parameter that the framework names; --param wins over it', {
    timeout: 60_000,
  }, async () => {
    const path = await file('batch.jsonl', rollouts)
    const args = ['estimate', '--method', 'grpo', '--in', path, '--json', '--convention', 'trl', '--param', 'lone=raw']
    const { params } = estimateShape.parse(JSON.parse((await cli(args)).out))
    expect(params).toMatchObject({ epsilon: 1e-4, emptyRows: 'count', dualClip: 0, lone: 'raw' })
  })

  test('--slot takes a slot from another method, and says so', async () => {
    const path = await file(
      'priced.jsonl',
      rollouts.map(line => ({ ...line, refLogp: line.oldLogp })),
    )
    const args = ['--method', 'rloo', '--slot', 'reward=kl-in-reward', '--in', path, '--json']
    const { code, out } = await cli(['estimate', ...args])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ method: 'rloo', slots: { reward: 'kl-in-reward' }, advantage: [1, 0, -1] })
    expect(JSON.parse((await cli(['objective', ...args])).out)).toMatchObject({ slots: { reward: 'kl-in-reward' } })
    const wrong = await cli(['estimate', '--method', 'rloo', '--slot', 'rewart=kl-in-reward', '--in', path])
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/Nearest: reward/)])
  })

  test('a line without tokens has an advantage and no credit', async () => {
    const { code, out } = await cli(['estimate', '--method', 'nsr', '--in', '-', '--json'], '{"group":1,"reward":0}\n')
    expect(code).toBe(0)
    expect(estimateShape.parse(JSON.parse(out))).toMatchObject({ advantage: [-1], credit: [[]] })
  })
})

describe('objective', () => {
  test('on the first update the gradient is minus the credit over the number of tokens', {
    timeout: 60_000,
  }, async () => {
    const path = await file('batch.jsonl', rollouts)
    const { code, out, err } = await cli(['objective', '--method', 'rloo', '--in', path, '--json'])
    expect([code, err]).toEqual([0, ''])
    const { loss, gradLogp } = objectiveShape.parse(JSON.parse(out))
    expect(gradLogp).toEqual([[-0.2, -0.2], [0], [0.2, 0, 0.2]])
    expect(loss).toBeCloseTo(0)
  })

  test('objectives of the vocabulary’s mean read meanLogp and oldMeanLogp', async () => {
    const lines = rollouts.map(line => ({
      ...line,
      meanLogp: line.tokens.map(() => -3),
      oldMeanLogp: line.tokens.map(() => -4),
    }))
    const { code, out } = await cli([
      'objective',
      '--method',
      'rover',
      '--in',
      await file('rover.jsonl', lines),
      '--json',
    ])
    expect(code).toBe(0)
    const report = objectiveShape
      .extend({ gradMeanLogp: nested, explain: z.object({ nextQ: nested }) })
      .parse(JSON.parse(out))
    expect(report.explain.nextQ[0]).toEqual([1, 0])
    const without = await cli(['objective', '--method', 'rover', '--in', await file('batch.jsonl', rollouts)])
    expect(without).toMatchObject({ code: 1, out: '' })
    expect(without.err).toContain('rover.objective: expected column "meanLogp"')
  })
})

describe('what goes wrong', () => {
  test.each([
    ['no command', [], 2, 'command line: expected a command'],
    ['an unknown command', ['estimat'], 2, 'Nearest: estimate'],
    ['an unknown method', ['estimate', '--method', 'gprpo', '--in', 'x'], 2, 'Nearest: grpo'],
    ['an unknown option', ['methods', '--jsn'], 2, 'Nearest: --json'],
    ['no file named', ['estimate', '--method', 'grpo'], 2, '--in: expected a value'],
    [
      'an unknown parameter',
      ['estimate', '--method', 'grpo', '--in', 'x', '--param', 'epsilom=1'],
      2,
      'Nearest: epsilon',
    ],
    [
      'an illegal value',
      ['estimate', '--method', 'grpo', '--in', 'x', '--param', 'ddof=7'],
      2,
      'a whole number from 0 to 1, got 7',
    ],
    [
      'an unknown convention',
      ['estimate', '--method', 'grpo', '--in', 'x', '--convention', 'mine'],
      2,
      'one of paper, trl, verl',
    ],
    ['a file that is not there', ['estimate', '--method', 'grpo', '--in', 'no-such-file.jsonl'], 1, 'ENOENT'],
  ])('%s', async (_, args, code, message) => {
    const ended = await cli(args)
    expect(ended.code).toBe(code)
    expect(ended.out).toBe('')
    expect(ended.err).toContain(message)
    expect(ended.err.trimEnd().split('\n')).toHaveLength(1)
  })

  test('a malformed file: one line per problem, nothing on stdout', async () => {
    const ended = await cli(
      ['estimate', '--method', 'grpo', '--in', '-', '--json'],
      '{"group":1}\n{"reward":1}\nnope\n',
    )
    expect(ended).toMatchObject({ code: 1, out: '' })
    expect(
      ended.err
        .trimEnd()
        .split('\n')
        .map(line => line.split(':')[0]?.replace(folder, '')),
    ).toEqual(['/stdin.jsonl line 1.reward', '/stdin.jsonl line 2.group', '/stdin.jsonl line 3'])
  })

  test('a column that the method needs and the file lacks', async () => {
    const ended = await cli(['estimate', '--method', 'ppo', '--in', await file('batch.jsonl', rollouts)])
    expect(ended.code).toBe(1)
    expect(ended.err).toContain('ppo.credit: expected column "oldValue", got none.')
  })
})

test('every command has help', async () => {
  const overview = await cli(['--help'])
  expect(overview.code).toBe(0)
  for (const name of ['methods', 'tasks', 'estimate', 'objective', 'train', 'claims', 'variance'])
    expect(overview.out).toContain(`  ${name}`)
  const { code, out } = await cli(['estimate', '--help'])
  expect(code).toBe(0)
  expect(out).toContain('--convention paper|trl|verl|...')
})

describe('as a process', () => {
  test('reads a pipe and prints JSON alone, from the gradient’s backend too', { timeout: 120_000 }, async () => {
    const text = rollouts.map(line => JSON.stringify(line)).join('\n')
    const { code, out, err } = await cliProcess(['objective', '--method', 'rloo', '--in', '-', '--json'], text)
    expect([code, err]).toEqual([0, ''])
    expect(objectiveShape.parse(JSON.parse(out)).gradLogp[0]).toEqual([-0.2, -0.2])
  })

  test('hands out its exit code', { timeout: 120_000 }, async () => {
    expect(await cliProcess(['estimate', '--method', 'gprpo'])).toMatchObject({ code: 2, out: '' })
  })
})

describe('bench', () => {
  const pairs = [
    { group: 'a', reward: 1, tokens: ['x', 'y'], mask: [1, 1], oldLogp: [-1, -1] },
    { group: 'a', reward: 0, tokens: ['x'], mask: [1], oldLogp: [-1] },
  ]
  const reportShape = z.object({
    base: z.string(),
    methods: z.array(
      z.object({ key: z.string(), values: z.array(z.number().nullable()), because: z.string().optional() }),
    ),
    groups: z.array(z.object({ group: z.string(), key: z.string(), says: z.string() })),
  })

  test('puts methods side by side, the base first, with what each lacks and how each stands to the base', async () => {
    const path = await file('pairs.jsonl', pairs)
    const { out, err, code } = await cli([
      'bench',
      '--in',
      path,
      '--methods',
      'dr-grpo,vineppo',
      '--base',
      'grpo',
      '--json',
    ])
    const { base, methods: rows, groups } = reportShape.parse(JSON.parse(out))
    expect({ base, keys: rows.map(({ key }) => key), code }).toEqual({
      base: 'grpo',
      keys: ['grpo', 'dr-grpo', 'vineppo'],
      code: 0,
    })
    expect(rows[1]?.values).toEqual([0.5, -0.5])
    expect(rows[2]).toMatchObject({ values: [null, null], because: expect.stringContaining('needs') })
    expect(err).toContain('vineppo: needs')
    expect(groups.find(({ key }) => key === 'dr-grpo')?.says).toContain('Same order, other size')
  })

  test('prints a column per method as CSV, and the sum of what training would push as weights', async () => {
    const path = await file('pairs.jsonl', pairs)
    const { out } = await cli(['bench', '--in', path, '--methods', 'dr-grpo,rloo', '--csv'])
    expect(out).toBe('row,group,reward,dr-grpo,rloo\n1,a,1,0.5,1\n2,a,0,-0.5,-1\n')
    const weighed = await cli(['bench', '--in', path, '--methods', 'reinforce', '--quantity', 'weight', '--csv'])
    const weights = weighed.out
      .trim()
      .split('\n')
      .slice(1)
      .map(line => Number(line.split(',')[3]))
    expect(weights[0]).toBeGreaterThan(0)
    expect(weights[1]).toBeCloseTo(0)
    expect((await cli(['bench', '--in', path, '--quantity', 'size'])).code).toBe(2)
  })
})
