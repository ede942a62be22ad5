/** What theory says of estimators, measured: on the token tree, from a start that mostly succeeds. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { MeasuredVariance } from '../core/gradient-quality.ts'
import { blankRecipe, type Recipe } from '../core/recipe.ts'
import type { VarianceAnswer } from '../protocol/variance.ts'
import { guessing, openRun } from './fixtures.ts'
import { openRecipe } from './opening/open.ts'
import { exactGradientOf, measureVariance } from './variance.ts'
import { measureEach } from './variance-work.ts'

const repeats = 200

async function measured(method: string, recipe: Partial<Recipe> = {}, count = repeats): Promise<MeasuredVariance> {
  const start: Recipe = { ...blankRecipe, task: 'token-tree', policy: 'tabular', base: 'strong', params: { pool: 8 } }
  const { run, dispose } = await openRecipe({ recipe: { ...start, ...recipe, method }, backend: 'cpu', path: 'fused' })
  try {
    return await measureVariance(run, await exactGradientOf(run), count)
  } finally {
    dispose()
  }
}

describe('on the token tree', { timeout: 120_000 }, () => {
  const found = new Map<string, MeasuredVariance>()
  beforeAll(async () => {
    for (const method of ['reinforce', 'rloo', 'grpo', 'dr-grpo']) found.set(method, await measured(method))
  }, 240_000)
  const qualityOf = (method: string) => found.get(method)!.quality

  test.each(['reinforce', 'rloo', 'dr-grpo'])('%s is unbiased: its mean is off by what noise leaves', method => {
    const { bias, noiseInMean, cosine } = qualityOf(method)
    expect(bias).toBeLessThan(1.25 * noiseInMean)
    expect(cosine).toBeGreaterThan(0.99)
  })

  test('REINFORCE with sums over tokens is right as it is; a mean over three tokens is three times too small', () => {
    const { reinforce, rloo } = { reinforce: qualityOf('reinforce'), rloo: qualityOf('rloo') }
    expect(reinforce.scale).toBeCloseTo(1, 1)
    expect(reinforce.biasAsIs).toBeLessThan(1.25 * reinforce.noiseInMean)
    expect(rloo.scale).toBeCloseTo(3, 1)
    expect(rloo.biasAsIs).toBeCloseTo(2 / 3, 1)
  })

  test('a baseline lowers the noise', () => {
    expect(qualityOf('rloo').noise).toBeLessThan(0.7 * qualityOf('reinforce').noise)
    expect(found.get('rloo')!.error.noise).toBeLessThan(0.1 * qualityOf('rloo').noise)
  })

  test('the group’s own mean as the baseline makes RLOO smaller by (G - 1) / G, and changes nothing else', () => {
    const [own, others] = [qualityOf('dr-grpo'), qualityOf('rloo')]
    expect(own.scale / others.scale).toBeCloseTo(8 / 7, 4)
    expect(own.bias).toBeCloseTo(others.bias, 4)
    expect(own.noise).toBeCloseTo(others.noise, 4)
  })

  test('dividing by the spread favours problems that are nearly solved: GRPO is biased', () => {
    const { bias, noiseInMean } = qualityOf('grpo')
    expect(bias).toBeGreaterThan(1.35 * noiseInMean)
    expect(bias).toBeGreaterThan(qualityOf('rloo').bias)
  })

  test('64 responses were judged for every batch', () => expect(found.get('grpo')!.responses).toBe(64))
})

describe('a measurement', { timeout: 60_000 }, () => {
  test('comes to the same bits again, and to others under another seed', async () => {
    const first = await measured('rloo', {}, 20)
    expect(await measured('rloo', {}, 20)).toEqual(first)
    expect(await measured('rloo', { seed: '2' }, 20)).not.toEqual(first)
  })

  test('leaves policy and run as they were, and counts aloud', async () => {
    const run = await openRun()
    const before = await run.policy.read()
    const told: number[] = []
    await measureVariance(run, await exactGradientOf(run), 20, done => told.push(done))
    expect(await run.policy.read()).toEqual(before)
    expect([run.iteration, run.memory, told.length, told.at(-1)]).toEqual([0, {}, 20, 20])
  })

  test('knows the temperature: the exact gradient is divided by it as the estimates are', async () => {
    const { quality } = await measured('reinforce', { params: { pool: 8, temperature: 0.5 } }, 100)
    expect(quality.scale).toBeCloseTo(1, 0)
    expect(quality.bias).toBeLessThan(1.25 * quality.noiseInMean)
  })

  test('is refused where responses cannot be listed', async () => {
    await expect(exactGradientOf(await openRun({ task: guessing }))).rejects.toThrow(
      /variance of grpo on guessing: expected responses that can be listed, got none: Guessing has too many/,
    )
  })
})

test('of several recipes each is answered, also where one has no exact gradient', async () => {
  const table: Recipe = { ...blankRecipe, task: 'bandit', policy: 'tabular', params: { pool: 2, problems: 2 } }
  const answers: VarianceAnswer[] = []
  const recipes = [{ ...table, policy: 'gpt-1x16', base: 'random' }, table]
  await measureEach({ recipes, repeats: 20 }, answer => answers.push(answer))
  const [failed, ...rest] = answers
  expect(failed).toMatchObject({ place: 0, row: { failed: expect.stringContaining('a table as the policy') } })
  expect(rest.map(({ place }) => place)).toEqual([1, 1, 1])
  expect(rest.map(({ row }) => ('done' in row ? row.done : 'measured' in row && row.measured.repeats))).toEqual([
    10, 20, 20,
  ])
})
