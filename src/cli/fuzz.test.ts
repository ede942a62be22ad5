/**
 * Ten thousand files that something went wrong with, through the command line: it answers or complains, in few printable
 * lines, with exit code 0 or 1; it never shows a stack, never answers with a number that is none, and touches no prototype.
 */

import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { stream } from '../core/rng.ts'
import { methods } from '../methods/index.ts'
import { main } from './main.ts'

const folder = await mkdtemp(join(tmpdir(), 'fuzz-'))
afterAll(() => rm(folder, { recursive: true }))

const [files, seed] = [10_000, Number(process.env.FUZZ_SEED ?? 7)]
const fields = [
  ...['group', 'reward', 'iteration', 'tokens', 'tokenIds', 'mask', 'oldLogp', 'logp', 'refLogp', 'samplerLogp'],
  ...['oldEntropy', 'entropy', 'oldValue', 'value', 'tokenReward', 'processReward', 'correct', 'truncated', 'passRate'],
  ...['rewardParts', 'turns', 'answer', 'meta', 'schema', 'prompt', 'item', 'external', '__proto__', 'constructor'],
]
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** JSON of values that do not belong there. */
const strangers: readonly string[] = [
  ...['null', 'true', '{}', '[]', '""', '0', '-1', '1e39', '-1e39', '1e-46', '1e400', '0.5', '4294967296', '[null]'],
  ...['[1]', '[1,2,3]', '[[1],[2]]', '["a","b"]', '[0,1]', '[-1,-2]', '[1e39,0]', '{"__proto__":1}', '{"a":null}'],
  ...[
    '{"start":0,"end":9}',
    '[{"start":0,"end":1,"reward":1}]',
    '[{"start":1,"end":0}]',
    'NaN',
    '-Infinity',
    'undefined',
  ],
  ...['"\\u0000\\u001b[2J"', '"\\u202e\\u2028"', `"${'x'.repeat(5000)}"`, nested(50), nested(20_000)],
  ...[`{"k":${nested(3000)}}`, '"9007199254740993"', '9007199254740993', '-0', '"NaN"'],
]

/** A sound file of a few lines as pairs of field and JSON. */
function sound(pick: (count: number) => number): (readonly [string, string])[][] {
  const withTokens = pick(3) > 0
  return Array.from({ length: 1 + pick(4) }, (_, i) => {
    const tokens = 1 + pick(3)
    const list = (value: string) => `[${new Array(tokens).fill(value).join()}]`
    const perToken = [
      ['mask', '1'],
      ['oldLogp', '-1'],
      ['logp', '-0.9'],
      ['refLogp', '-1.1'],
      ['oldValue', '0.2'],
    ]
    return [
      ['group', String(pick(2))],
      ['reward', ['0', '1', '0.25', 'null'][pick(4)]!],
      ['correct', i % 2 === 0 ? 'true' : 'false'],
      ...(withTokens ? perToken.map(([name, value]) => [name!, list(value!)] as const) : []),
    ] as const
  }).map(line => [...line])
}

/** One slip: a field with a stranger in it, one too many or too few, a broken text. */
function broken(k: number): string {
  const draw = stream(seed, 1, k)
  const pick = (count: number) => Math.floor(draw() * count)
  const lines = sound(pick)
  for (let slip = pick(4); slip < 3; slip++) {
    const line = lines[pick(lines.length)]!
    const entry: readonly [string, string] = [fields[pick(fields.length)]!, strangers[pick(strangers.length)]!]
    if (pick(4) === 0) line.splice(pick(line.length), 1)
    else line.splice(pick(line.length + 1), pick(2), entry)
  }
  const name = (field: string) => JSON.stringify(pick(60) === 0 ? `${field}\u001b[2J\n${'k'.repeat(300)}` : field)
  const text = lines.map(line => `{${line.map(([field, value]) => `${name(field)}:${value}`).join()}}`).join('\n')
  const mangled = [
    () => text,
    () => `\uFEFF${text.replaceAll('\n', '\r\n')}`,
    () => text.slice(0, pick(text.length)),
    () => `${text}\n\n${text}`,
    () => text.replace(/[:,{}[\]"]/, ''),
  ]
  return mangled[pick(8)]?.() ?? text
}

test(`${files} broken files`, { timeout: 300_000 }, async () => {
  const ids = [...methods.keys()]
  const path = join(folder, 'file.jsonl')
  let answered = 0
  for (let k = 0; k < files; k++) {
    const draw = stream(seed, 2, k)
    const method = ids[Math.floor(draw() * ids.length)]!
    // A gradient costs a hundred times an estimate.
    const command = draw() < 0.02 ? 'objective' : 'estimate'
    writeFileSync(path, broken(k))
    const [out, err]: [string[], string[]] = [[], []]
    const args = [command, '--method', method, '--in', path, '--json']
    const code = await main(args, { out: text => out.push(text), err: text => err.push(text) })
    const said = err.join('\n').split('\n')
    const where = `file ${k}, ${command} ${method}: ${err.join('\n').slice(0, 300)}`
    expect([0, 1], where).toContain(code)
    expect(said.length, where).toBeLessThanOrEqual(30)
    for (const line of said) {
      expect(line.length, where).toBeLessThan(1600)
      expect(line, where).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]|^\s+at /u)
    }
    if (code === 0) {
      answered++
      expect(JSON.stringify(JSON.parse(out.join('')).advantage ?? [0]), where).not.toContain('null')
    }
  }
  expect(answered).toBeGreaterThan(files / 10)
  const plain: Record<string, unknown> = {}
  expect([plain.a, plain.k, Object.keys(Object.prototype)]).toEqual([undefined, undefined, []])
})
