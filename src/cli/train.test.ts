import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { trainCommand } from './train.ts'

const small = ['--task', 'token-tree', '--policy', 'tabular', '--iterations', '3', '--backend', 'cpu']

async function trained(...args: string[]) {
  const out: string[] = []
  const notices: string[] = []
  const code = await trainCommand.run(args, { out: line => out.push(line), err: line => notices.push(line) })
  return { out, notices, code }
}

describe('train', () => {
  it('prints a head, the start, one aligned line per iteration, and the pace', async () => {
    const { out, code } = await trained(...small)
    expect(code).toBe(0)
    expect(out).toHaveLength(1 + 1 + 3 + 1)
    const [title, head] = out[0]!.split('\n')
    expect(title).toBe('grpo on token-tree/easy, tabular, seed 1, cpu plain')
    for (const line of out.slice(1, -1)) expect(line).toHaveLength(head!.length)
    expect(out.at(-1)).toMatch(/^3 iterations in \d+\.\d s, /)
  })

  it('prints JSON lines that are the same for the same seed, apart from the time', async () => {
    const parse = ({ out }: { out: string[] }) =>
      out.map(line => {
        const { milliseconds, ...rest } = JSON.parse(line)
        expect(milliseconds).toBeGreaterThan(0)
        return rest
      })
    const first = parse(await trained(...small, '--json', '--seeds', 'a,b'))
    expect(first.map(({ seed, iteration }) => `${seed}${iteration}`)).toEqual([
      ...['a0', 'a1', 'a2', 'a3'],
      ...['b0', 'b1', 'b2', 'b3'],
    ])
    expect(parse(await trained(...small, '--json', '--seed', 'a'))).toEqual(first.slice(0, 4))
  })

  it('writes recipe, backend, versions and metrics', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'train-'))
    const recipe = join(folder, 'recipe.json')
    await writeFile(recipe, JSON.stringify({ task: 'token-tree', policy: 'tabular', params: { groupSize: 2 } }))
    const out = join(folder, 'run.json')
    await trained('--recipe', recipe, '--set', 'problems=3', '--iterations', '2', '--backend', 'cpu', '--out', out)
    const { versions, runs } = JSON.parse(await readFile(out, 'utf8'))
    expect(versions).toHaveProperty('tensorflow')
    expect(runs).toMatchObject([
      { recipe: { params: { groupSize: 2, problems: 3, iterations: 2 } }, backend: { backend: 'cpu' } },
    ])
    expect(runs[0].metrics).toMatchObject([{ rolloutsSampled: 6 }, { rolloutsSampled: 6 }])
    expect(runs[0].start).toHaveProperty('passAt1')
  })

  it('takes slots from other methods, from the command line and from a file alike', async () => {
    const args = ['--task', 'bandit', '--policy', 'tabular', '--iterations', '2', '--backend', 'cpu', '--json']
    const numbers = ({ out }: { out: string[] }) => out.map(line => ({ ...JSON.parse(line), milliseconds: 0 }))
    const priced = ['--slot', 'reward=kl-in-reward', '--set', 'rewardKlWeight=0.5']
    const combined = numbers(await trained(...args, '--method', 'rloo', ...priced))
    // KL in the reward is RLOO with that reward.
    expect(combined).toEqual(numbers(await trained(...args, '--method', 'kl-in-reward', '--set', 'rewardKlWeight=0.5')))
    expect(combined).not.toEqual(numbers(await trained(...args, '--method', 'rloo')))
    const recipe = join(await mkdtemp(join(tmpdir(), 'train-')), 'recipe.json')
    const slots = { reward: 'kl-in-reward' }
    await writeFile(recipe, JSON.stringify({ method: 'rloo', slots, params: { rewardKlWeight: 0.5 } }))
    expect(numbers(await trained(...args, '--recipe', recipe))).toEqual(combined)
    await expect(trained(...args, '--slot', 'reward=kl-in-rewart')).rejects.toThrow(/Nearest: kl-in-reward/)
    await expect(trained(...args, '--slot', 'reward')).rejects.toThrow(/--slot: expected slot=method/)
    const untold = await trained(...args.slice(0, -1), '--method', 'rloo', ...priced)
    expect(untold.out[0]).toMatch(/^rloo, with the reward of kl-in-reward on bandit/)
  })

  it('leaves out what a preset sets for another method, and says so', async () => {
    const args = ['--preset', 'rover-keeps-leaves', '--method', 'grpo', '--iterations', '1', '--backend', 'cpu']
    const { code, notices } = await trained(...args)
    expect([code, notices.length]).toEqual([0, 1])
    expect(notices[0]).toMatch(/recipe\.params: .* got "rho"/)
  })

  it('trains a method as it is made for, and says so where it does not', async () => {
    const few = ['--iterations', '1', '--backend', 'cpu', '--set', 'probeSamples=1']
    const table = ['--task', 'token-tree', '--policy', 'tabular']
    const made = await trained('--method', 'tempo', '--as-made', ...few)
    expect(made.notices).toEqual([])
    expect(made.out[0]).toMatch(/^tempo on fork-tokens\/easy, tabular/)
    const usual = await trained('--method', 'gspo', ...table, ...few)
    expect(usual.notices).toEqual([expect.stringMatching(/^gspo: it is made for .*--as-made sets minibatches=4\.$/)])
    const set = await trained('--method', 'gspo', ...table, '--set', 'minibatches=4', ...few)
    expect(set.notices).toEqual([])
    await expect(trained('--as-made', ...few)).rejects.toThrow(/--method/)
    await expect(trained('--method', 'tempo', '--as-made', '--preset', 'grpo-basics')).rejects.toThrow(/--as-made/)
  })

  it('trains with a program of a file, and with one inside a recipe only when that is said', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'train-'))
    const [program, recipe, out] = ['own.ts', 'recipe.json', 'run.json'].map(name => join(folder, name))
    const source = `export const advantage = ({ rewards }: Group) => {
  const [centre, spread] = [mean(rewards), std(rewards)]
  return rewards.map(r => (r - centre) / (spread + 1e-6))
}`
    await writeFile(program!, source)
    const numbers = ({ out }: { out: string[] }) => out.map(line => ({ ...JSON.parse(line), milliseconds: 0 }))
    const own = numbers(await trained(...small, '--json', '--own', program!, '--out', out!))
    expect(own).toEqual(numbers(await trained(...small, '--json')))
    const [{ recipe: written }] = JSON.parse(await readFile(out!, 'utf8')).runs
    expect(written).toMatchObject({ method: 'own', own: source })
    await writeFile(recipe!, JSON.stringify(written))
    const again = ['--recipe', recipe!, '--backend', 'cpu', '--json']
    await expect(trained(...again)).rejects.toThrow(/--recipe: expected a recipe without a program.*--run-program/)
    await expect(trained(...again, '--method', 'own')).rejects.toThrow(/--run-program/)
    expect(numbers(await trained(...again, '--run-program'))).toEqual(own)
    expect(numbers(await trained(...again, '--method', 'grpo'))).toEqual(own)
    await expect(trained(...small, '--own', program!, '--method', 'grpo')).rejects.toThrow(/--own: expected it alone/)
    await writeFile(program!, `${source}\nthrow new Error('no')`)
    await expect(trained(...small, '--own', program!)).rejects.toThrow(/line 5: no/)
    await writeFile(program!, ' '.repeat(9000))
    await expect(trained(...small, '--own', program!)).rejects.toThrow(/--own: expected a program of 1 to 8000/)
  })

  it('says what it clamped in a file', async () => {
    const recipe = join(await mkdtemp(join(tmpdir(), 'train-')), 'recipe.json')
    await writeFile(recipe, JSON.stringify({ task: 'bandit', policy: 'tabular', params: { groupSize: 1000 } }))
    const { notices } = await trained('--recipe', recipe, '--iterations', '1', '--backend', 'cpu')
    expect(notices).toEqual(['groupSize: expected a whole number from 1 to 64, got 1000. Taking 64.'])
  })

  it('ends with 1 and its measurements when a run diverges', async () => {
    const { code, notices, out } = await trained(...small, '--set', 'learningRate=10', '--set', 'weightDecay=1')
    expect([code, notices.length]).toEqual([1, 1])
    expect(notices[0]).toMatch(/expected .*, got .*Lower the learning rate/)
    expect(out.length).toBeGreaterThan(2)
  })

  it('says in one line what a method lacks on a task, why, and where it works', async () => {
    const args = ['--task', 'bandit', '--method', 'pure', '--backend', 'cpu']
    await expect(trained(...args)).rejects.toThrow(
      /^pure on bandit: expected the column "processReward", got none, because nobody judges [^.]*\. It works on [^.]*\.$/,
    )
  })

  it.each([
    [['--method', 'gropo'], /recipe\.method: .*Nearest: grpo/],
    [['--preset', 'basics'], /preset: .*Nearest: grpo-basics/],
    [['--set', 'groupSize'], /--set: expected key=value/],
    [['--set', 'groupSize=1000'], /--set groupSize: expected a whole number from 1 to 64, got 1000/],
    [['--set', 'grupSize=4'], /--set: expected a parameter that exists, got "grupSize"\. Nearest: groupSize/],
    [['--iterations', 'many'], /--set iterations: expected a number/],
    [['--backend', 'webgpu'], /--backend: expected auto, wasm or cpu/],
    [['--sed', '1'], /command line: expected a known option, got "--sed"\. Nearest: --seed/],
    [['--recipe', '/nowhere.json'], /train\.recipe/],
  ])('refuses %j', async (args, message) => {
    await expect(trained(...args)).rejects.toThrow(message)
  })
})
