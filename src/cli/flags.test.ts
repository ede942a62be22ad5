/** Nothing on the command line is accepted in silence: every slip has its exit code and says what was expected. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from './main.ts'
import { outFile } from './out-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flags-'))
  await writeFile(join(folder, 'batch.jsonl'), '{"group":"a","reward":1}\n{"group":"a","reward":0}\n')
  await writeFile(join(folder, 'recipe.json'), '{"task":"bandit","policy":"tabular"}')
  await writeFile(join(folder, 'list.json'), '[1]')
  await mkdir(join(folder, 'inner'))
})
afterAll(() => rm(folder, { recursive: true }))

async function run(line: string): Promise<{ readonly code: number; readonly err: string }> {
  const err: string[] = []
  const words = line.split(' ').map(word => word.replaceAll('@', `${folder}/`).replaceAll("''", ''))
  const code = await main(words, { out: () => {}, err: text => err.push(text) })
  return { code, err: err.join('\n') }
}

const train = 'train --task bandit --policy tabular --backend cpu'
const estimate = 'estimate --method grpo --in @batch.jsonl'

/** What is typed, the exit code, and words that the message has. */
const slips: readonly (readonly [line: string, code: number, says: string])[] = [
  ['', 2, 'a known command'],
  ['trian', 2, 'Nearest: train'],
  ['methods extra', 2, '"extra"'],
  ['methods --jsn', 2, 'Nearest: --json'],
  ['methods --json --json', 2, '--json: expected it once, got it twice'],
  ['methods --json=3', 2, '--json: expected no value, got "3"'],
  ['methods --json=', 2, '--json: expected no value'],
  ['tasks --task bandit', 2, 'a known option'],
  ['tasks --__proto__ x', 2, '"--__proto__"'],
  ['tasks --constructor x', 2, '"--constructor"'],
  ['estimate', 2, '--method: expected a value'],
  ['estimate --method', 2, '--method: expected a value, got nothing'],
  ["estimate --method ''", 2, '--method: expected a value, got nothing'],
  ['estimate --method gprpo --in @batch.jsonl', 2, 'Nearest: grpo'],
  ['estimate --method grpo', 2, '--in: expected a value'],
  ['estimate --method grpo --method dapo --in @batch.jsonl', 2, '--method: expected it once'],
  ['estimate --method grpo --in @nowhere.jsonl', 1, 'ENOENT'],
  ['estimate --method grpo --in @inner', 1, 'expected at least one file, got none'],
  [`${estimate} --convention`, 2, '--convention: expected a value'],
  [`${estimate} --convention velr`, 2, 'expected one of paper'],
  [`${estimate} --param`, 2, '--param: expected a value'],
  [`${estimate} --param epsilon`, 2, 'key=value'],
  [`${estimate} --param epsilon=`, 2, 'expected a number'],
  [`${estimate} --param epsilon=tiny`, 2, 'expected a number'],
  [`${estimate} --param epsilon=NaN`, 2, 'expected a number'],
  [`${estimate} --param epsilon=Infinity`, 2, 'got Infinity'],
  [`${estimate} --param epsilon=-1`, 2, '--param epsilon'],
  [`${estimate} --param ddof=0.5`, 2, '--param ddof'],
  [`${estimate} --param epsilon=0.1 --param epsilon=0.2`, 2, 'expected one value of "epsilon", got two'],
  [`${estimate} --param __proto__=1`, 2, 'a parameter that exists'],
  [`${estimate} --param toString=1`, 2, 'a parameter that exists'],
  [`${estimate} --param lone=maybe`, 2, '--param lone'],
  [`${estimate} --slot reward`, 2, 'slot=method'],
  [`${estimate} --slot reword=kl-in-reward`, 2, 'reword'],
  [`${estimate} --slot reward=kl-in-reward --slot reward=conciser`, 2, 'expected one value of "reward", got two'],
  [`${estimate} --recorded`, 2, 'a known option'],
  [`${estimate} more`, 2, '"more"'],
  ['objective --method grpo --in @batch.jsonl', 1, 'logp'],
  ['objective --method grpo --in @batch.jsonl --seed 1', 2, 'a known option'],
  ['train --task bandi', 2, 'Nearest: bandit'],
  ['train --level nope', 2, 'recipe.level'],
  ['train --policy gpt-9x9x9', 2, 'policy'],
  ['train --policy tabulr', 2, 'policy'],
  ['train --task countdown --policy tabular', 2, 'recipe.policy'],
  ['train --base strong --task modular-arithmetic', 2, 'recipe.base: expected warm'],
  ['train --base cold', 2, 'recipe.base'],
  ['train --method grppo', 2, 'Nearest: grpo'],
  ['train --preset basic', 2, 'Nearest: grpo-basics'],
  ['train --preset grpo-basics --recipe @recipe.json', 2, 'one of --recipe, --preset and --as-made, got several'],
  ['train --recipe @nowhere.json', 1, 'train.recipe'],
  ['train --recipe @list.json --task nope', 2, 'recipe.task'],
  ['train --recipe @inner', 1, 'train.recipe'],
  ['train --backend gpu', 2, '--backend: expected auto, wasm or cpu'],
  [`${train} --backend webgpu --backend cpu`, 2, '--backend: expected it once'],
  [`${train} --plain=yes`, 2, '--plain: expected no value'],
  [`${train} --json=1`, 2, '--json: expected no value'],
  [`${train} --iterations -1`, 2, '--set iterations'],
  [`${train} --iterations 0`, 2, '--set iterations'],
  [`${train} --iterations 1.5`, 2, '--set iterations'],
  [`${train} --iterations 1e9`, 2, '--set iterations'],
  [`${train} --iterations many`, 2, 'expected a number'],
  [`${train} --iterations ''`, 2, '--iterations: expected a value'],
  [`${train} --iterations 2 --iterations 3`, 2, '--iterations: expected it once'],
  [`${train} --set iterations=2 --iterations 1`, 2, 'expected one value of "iterations", got two'],
  [`${train} --set groupSize=2 --set groupSize=3`, 2, 'expected one value of "groupSize", got two'],
  [`${train} --set groupSize`, 2, 'key=value'],
  [`${train} --set groupSize=65`, 2, '--set groupSize'],
  [`${train} --set groupSize=two`, 2, '--set groupSize'],
  [`${train} --set grupSize=2`, 2, 'Nearest: groupSize'],
  [`${train} --set constructor=2`, 2, 'a parameter that exists'],
  [`${train} --param epsilon=0.1`, 2, 'a known option'],
  [`${train} --seed ''`, 2, '--seed: expected a value, got nothing'],
  [`${train} --seeds ''`, 2, '--seeds: expected a value, got nothing'],
  [`${train} --seeds ,`, 2, '--seeds: expected words'],
  [`${train} --seeds 1,,2`, 2, '--seeds: expected words'],
  [`${train} --seeds 1,1`, 2, '--seeds: expected each seed once'],
  [`${train} --seeds 1,2 --seed 3`, 2, '--seeds: expected --seed or --seeds, got both'],
  [`${train} --seeds ${'s'.repeat(65)}`, 2, '--seeds: expected words of 1 to 64'],
  [`${train} --seed ${'s'.repeat(65)}`, 2, 'recipe.seed: expected at most 64'],
  [`${train} --out ''`, 2, '--out: expected a value'],
  [`${train} --out @inner`, 2, 'got a folder'],
  [`${train} --out @missing/run.json`, 2, 'got ENOENT'],
  [`${train} --out /dev/full`, 2, 'something that is no file'],
  [`${train} --method pure`, 2, 'nobody judges'],
  [`${train} --slot sampler=gprpo`, 2, 'Nearest: grpo'],
  [`${train} --slot advantage=rloo`, 2, 'advantage'],
  ['audit', 2, 'expected a file or folder'],
  ['audit @batch.jsonl --jsn', 2, 'Nearest: --json'],
  ['audit @nowhere.jsonl', 1, 'ENOENT'],
  ['audit @batch.jsonl --html @missing/report.html', 2, 'got ENOENT'],
  ['variance', 2, '--method: expected a value'],
  ['variance --method grpo,gprpo', 2, 'Nearest: grpo'],
  ['variance --method grpo,', 2, '--method: expected ids of methods, each once'],
  ['variance --method grpo,grpo', 2, '--method: expected ids of methods, each once'],
  ['variance --method grpo --method rloo', 2, '--method: expected it once'],
  ['variance --method grpo --repeats 19', 2, '--repeats: expected a whole number from 20'],
  ['variance --method grpo --repeats many', 2, '--repeats: expected a whole number'],
  ['variance --method grpo --set grupSize=2', 2, 'Nearest: groupSize'],
  ['variance --method grpo --set groupSize=65', 2, '--set groupSize'],
  ['variance --method grpo --task countdown', 2, 'recipe.policy'],
  ['variance --method grpo --base cold', 2, 'recipe.base'],
  ['variance --method rloo --set topK=2', 2, 'top-k or top-p cut what is sampled'],
  ['variance --method pure', 2, 'nobody judges'],
]

describe('slips', () => {
  test.each(slips)('%s', async (line, code, says) => {
    const ended = await run(line)
    expect(ended.err).toContain(says)
    expect(ended.err.split('\n')).toHaveLength(1)
    expect(ended.code).toBe(code)
  })
})

describe('--out', () => {
  test('is written after every seed, whole, and nothing else is left', async () => {
    const path = join(folder, 'run.json')
    const ended = await run(`${train} --iterations 1 --seeds 1,2 --out @run.json`)
    expect(ended).toEqual({ code: 0, err: '' })
    expect(JSON.parse(await readFile(path, 'utf8')).runs).toHaveLength(2)
    expect((await readdir(folder)).filter(name => name.includes('partial'))).toEqual([])
  })

  test('keeps the old text when the new one cannot be written', async () => {
    const path = join(folder, 'kept.json')
    await writeFile(path, 'old')
    const out = await outFile(path)
    await mkdir(`${path}.partial`)
    await expect(out.write('new')).rejects.toThrow(/--out .*: expected a file that can be written, got EISDIR\./)
    expect(await readFile(path, 'utf8')).toBe('old')
  })
})

test('a reader that has had enough ends the command quietly', { timeout: 60_000 }, async () => {
  const command = 'node src/scripts/run.mjs src/cli.ts methods --json | head -c 10'
  const ended = await new Promise<{ out: string; err: string }>(done =>
    execFile('sh', ['-c', command], { cwd: resolve(import.meta.dirname, '../..') }, (_, out, err) =>
      done({ out, err }),
    ),
  )
  expect(ended).toEqual({ out: expect.stringMatching(/^.{10}$/s), err: '' })
})
