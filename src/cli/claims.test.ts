import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { studies } from '../claims/index.ts'
import { main } from './main.ts'

async function claims(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await main(['claims', ...args], { out: text => out.push(text), err: text => err.push(text) })
  return { code, out, err: err.join('\n') }
}
const line = z.object({
  study: z.string(),
  claim: z.string(),
  verdict: z.string(),
  asStated: z.boolean(),
  figure: z.union([z.number(), z.string()]),
  perSeed: z.record(z.string(), z.union([z.number(), z.string()])),
  sameAsStored: z.boolean().optional(),
  recipes: z.array(z.string()),
})

describe('claims', () => {
  it('--list names every study and runs nothing', async () => {
    const { code, out } = await claims('--list')
    expect(code).toBe(0)
    for (const { id, title } of studies.values()) expect(out).toContain(`${id}: ${title}`)
  })

  it('--stored judges what was measured on both sets of seeds, a line per claim', async () => {
    const { code, out, err } = await claims('--stored', '--json', '--id', 'flattered-judge')
    expect([code, err]).toEqual([0, ''])
    const lines = out.map(text => line.parse(JSON.parse(text)))
    expect(lines).toHaveLength(2 * studies.get('flattered-judge')!.claims.length)
    expect(lines.every(({ sameAsStored, asStated }) => sameAsStored && asStated)).toBe(true)
    expect(lines[0]?.recipes[1]).toMatch(/^\?preset=.*method=pure-sum/)
  })

  it('runs a study on other seeds and says which claim does not stand there, with exit code 1', {
    timeout: 120_000,
  }, async () => {
    const { code, out, err } = await claims('--id', 'fork-tokens', '--seeds', unlucky, '--json')
    const lines = out.map(text => line.parse(JSON.parse(text)))
    expect(lines.map(({ perSeed }) => Object.keys(perSeed))).toEqual(lines.map(() => [unlucky]))
    const fallen = lines.filter(({ asStated }) => !asStated)
    expect(fallen.length).toBeGreaterThan(0)
    expect([code, err.split('\n').length]).toEqual([1, fallen.length])
    expect(err).toContain('it stands as "holds"')
  })

  it.each([
    [['--id', 'forks-tokens'], 'Nearest: fork-tokens'],
    [['--write', '--seeds', '1'], '--seeds: expected none with --write'],
    [['--stored', '--seeds', '1'], '--seeds: expected none with --stored'],
    [['--seeds', '1,1'], 'each seed once'],
    [['--backend', 'gpu'], 'auto, wasm or cpu'],
  ])('%j is wrong usage', async (args, message) => {
    const { code, out, err } = await claims(...args)
    expect([code, out]).toEqual([2, []])
    expect(err).toContain(message)
  })

  it('writes nothing when it is not asked to', async () => {
    const before = await readFile('README.md', 'utf8')
    await claims('--stored', '--id', 'flattered-judge')
    expect(await readFile('README.md', 'utf8')).toBe(before)
  })
})

/** A seed of the second set, with which GRPO and TEMPO find nothing in ten updates. */
const unlucky = '107'
