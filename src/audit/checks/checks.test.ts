import { describe, expect, it } from 'vitest'
import type { Log } from '../../core/log.ts'
import { logFrom, rowsOf, type Written } from '../fixture.ts'
import { audit } from '../report.ts'
import { checks } from './index.ts'

const found = (log: Log) => audit(log).findings
const idsOf = (log: Log) => [...new Set(found(log).map(({ id }) => id))].sort()
const of = (log: Log, id: string) => found(log).filter(finding => finding.id === id)
const placesOf = (log: Log, id: string) => of(log, id).flatMap(({ rows }) => rows.map(({ source }) => source.row))

const groups = [
  [0.1, 0.7, 0.3, 0.95],
  [1, 0, 0, 0],
  [0.2, 0.25, 0.9, 0.5],
]
const centred = (of: readonly (readonly number[])[]) =>
  of.flatMap(rewards => rewards.map(reward => reward - rewards.reduce((a, b) => a + b) / rewards.length))
const clean = rowsOf(groups, centred(groups))
const change = (at: readonly number[], fields: Partial<Written>): Written[] =>
  clean.map((row, i) => (at.includes(i) ? { ...row, ...fields } : row))

it('finds nothing in a log that is as it should be', () => {
  expect(found(logFrom([clean]))).toEqual([])
})

it('has an id, a question and a cure for everything, and rows that exist', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
  for (const { asks } of checks) expect(asks).toMatch(/^[A-Z].*\?$/)
})

describe('groups', () => {
  it('a response alone', () => {
    const log = logFrom([[...clean, { group: 'alone', reward: 1, prompt: 'Alone', response: 'x', advantage: 1 }]])
    expect(placesOf(log, 'group-of-one')).toEqual([13])
  })

  it('a row that is missing, and not where sizes differ by whole groups or samples of one rollout', () => {
    const log = logFrom([clean.slice(1)])
    expect(idsOf(log)).toEqual(['group-size', 'misfits'])
    expect(placesOf(log, 'group-size')).toEqual([1, 2, 3])
    const samples = clean.map((row, i) => ({ ...row, rollout: i }))
    const split = [...samples.slice(0, 4), { ...samples[3]!, response: 'its second part' }, ...samples.slice(4)]
    expect(idsOf(logFrom([split]))).toEqual([])
  })

  it('rows and groups that stand there twice, but not short answers that repeat by themselves', () => {
    expect(placesOf(logFrom([[...clean, clean[11]!]]), 'duplicates')).toEqual([13])
    const again = clean.slice(0, 4).map(row => ({ ...row, group: 'again' }))
    expect(placesOf(logFrom([[...clean, ...again]]), 'duplicates')).toEqual([13, 14, 15, 16])
    const short = clean.map(row => ({ ...row, response: row.reward > 0.5 ? 'yes' : 'no' }))
    expect(of(logFrom([short]), 'duplicates')).toEqual([])
  })

  it('the same batch in two iterations is a note', () => {
    expect(of(logFrom([clean, clean]), 'duplicates').map(({ severity }) => severity)).toEqual(['note'])
  })

  it('prompts that are mixed, and what the advantages say to it', () => {
    const shifted = clean.map((row, i) => ({ ...row, group: clean[(i + 1) % 12]!.group }))
    const [finding] = of(logFrom([shifted]), 'wrong-grouping')
    expect(finding).toMatchObject({ severity: 'fault' })
    expect(finding?.text).toContain('The advantages were made by equal prompts')
  })

  it('rows that were shuffled where position alone tells groups', () => {
    const order = [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]
    const log = logFrom([order.map(i => clean[i]!)], { framework: 'trl' })
    const byPrompt = log.batches.map(batch => ({ ...batch, grouping: { by: 'prompt', words: '3 groups' } as const }))
    expect(idsOf({ ...log, batches: byPrompt })).toEqual(['wrong-grouping'])
    expect(idsOf({ ...log, batches: byPrompt, framework: 'verl' })).toEqual([])
  })

  it('groups without signal', () => {
    const equal = [...groups, [1, 1, 1, 1]]
    const [finding] = of(logFrom([rowsOf(equal, centred(equal))]), 'zero-spread')
    expect(finding?.text).toContain('1 group of 4 (25 %)')
  })
})

describe('numbers', () => {
  it('a near tie, with what each epsilon makes of it', () => {
    const near = [...groups, [0.5, 0.5, 0.5, 0.50001]]
    const [finding] = of(logFrom([rowsOf(near, centred(near))]), 'near-tie')
    expect(finding?.text).toContain('0.5 to 0.50001')
    expect(finding?.rows.map(({ source }) => source.row)).toEqual([13, 14, 15, 16])
  })

  it('a leave-one-out residue, with what exact arithmetic gives', () => {
    const residue = [...groups, [1, 0.01, 0.01, 0.01]]
    const [finding] = of(
      logFrom([rowsOf(residue, [...centred(groups), 163734.6, -0.5, -0.5, -0.5])]),
      'rounding-residue',
    )
    expect(finding?.text).toContain('163735')
    expect(finding?.text).toContain('Exact arithmetic gives 0.99')
  })

  it('rewards that are gone, advantages and texts that are missing', () => {
    expect(placesOf(logFrom([change([1], { reward: Number.NaN })]), 'unscored')).toEqual([2])
    const [lost] = of(logFrom([change([1], { reward: Number.NaN })]), 'unscored')
    expect(lost?.severity).toBe('fault')
    const { advantage: _, ...without } = clean[2]!
    expect(placesOf(logFrom([clean.with(2, without)]), 'unscored')).toEqual([3])
    const { response: __, ...silent } = clean[3]!
    expect(placesOf(logFrom([clean.with(3, silent)]), 'unscored')).toEqual([4])
  })

  it('infinite numbers', () => {
    expect(placesOf(logFrom([change([5], { advantage: Number.POSITIVE_INFINITY })]), 'not-finite')).toEqual([6])
  })

  it('a batch that was taken for a group, and advantages that were standardised twice', () => {
    const flat = groups.flat()
    const centre = flat.reduce((a, b) => a + b) / flat.length
    expect(
      idsOf(
        logFrom([
          rowsOf(
            groups,
            flat.map(reward => reward - centre),
          ),
        ]),
      ),
    ).toContain('batch-for-group')
  })

  it('a mean over more tokens than were generated', () => {
    const lengths = [3, 5, 2, 7, 4, 4, 1, 6, 2, 8, 3, 5]
    const values = centred(groups)
    const total = values.reduce((sum, value, i) => sum + value * lengths[i]!, 0)
    const whitened = (count: number) => values.map(value => (value - total / count) * 2)
    const rows = (count: number) =>
      rowsOf(groups, whitened(count)).map((row, i) => ({ ...row, tokens: new Array<number>(lengths[i]!).fill(1) }))
    const [finding] = of(logFrom([rows(96)]), 'masked-tokens-in-means')
    expect(finding?.text).toContain('over 96 tokens, but the policy generated 50')
    expect(of(logFrom([rows(50)]), 'masked-tokens-in-means')).toEqual([])
  })
})

describe('tokens', () => {
  const tokens = (sampler: readonly number[], trainer = sampler): Partial<Written> => ({ sampler, trainer })
  const drawn = clean.map(row => ({ ...row, ...tokens([-0.5, -0.1, -0.7, -0.3, -0.2]) }))

  it('a prompt that is trained on', () => {
    const leak = drawn.map((row, i) => (i === 6 ? { ...row, ...tokens([0, 0, 0, 0, -0.5, -0.1]) } : row))
    expect(placesOf(logFrom([leak]), 'masked-token-leak')).toEqual([7])
    expect(of(logFrom([drawn]), 'masked-token-leak')).toEqual([])
  })

  it('sampler and trainer that differ, and what each rule would do', () => {
    const apart = drawn.map(row => ({
      ...row,
      ...tokens([-0.5, -3, -0.7, -0.3, -0.2], [-0.5, -0.1, -0.7, -0.3, -0.2]),
    }))
    const [finding] = of(logFrom([apart]), 'sampler-mismatch')
    expect(finding?.text).toContain('TIS caps weights above 2: 12 (20 %)')
    expect(finding?.text).toContain('IcePop drops weights outside 0.5 to 5: 12 (20 %)')
    expect(of(logFrom([drawn]), 'sampler-mismatch')).toEqual([])
  })

  it('advantages that differ from token to token', () => {
    const varied = clean.map(row => ({ ...row, credit: [0.1, 0.2] }))
    expect(of(logFrom([varied]), 'token-advantages')[0]?.text).toContain('from 0.1 to 0.2')
  })
})

describe('texts', () => {
  it('a response that loops, and one that does not decode', () => {
    const loop = change([4], { response: `Well, ${'and then '.repeat(20)}` })
    expect(placesOf(logFrom([loop]), 'repeated-text')).toEqual([5])
    expect(placesOf(logFrom([change([4], { response: 'caf\uFFFD\uFFFD' })]), 'garbled-text')).toEqual([5])
    const fine = change([4], { response: 'مرحبا 👩\u200D🚀 \u2028 हिन्दी --------- 1111111' })
    expect(found(logFrom([fine]))).toEqual([])
  })

  it('cut-off responses that are fully rewarded', () => {
    const cut = clean.map((row, i) => ({ ...row, truncated: i < 4, reward: i < 3 ? 1 : row.reward }))
    expect(of(logFrom([cut.map(({ advantage: _, ...row }) => row)]), 'truncated-rewarded')[0]?.severity).toBe('warning')
  })

  it('a part of the reward that decides alone', () => {
    const parts = clean.map((row, i) => ({ ...row, parts: { right: row.reward, short: 0.001 * i } }))
    expect(of(logFrom([parts]), 'dominant-part')[0]?.text).toContain('right')
  })
})

describe('over the run', () => {
  const run = (rewards: readonly number[]) =>
    logFrom(rewards.map(top => rowsOf(groups.map(group => group.map((value, i) => (i === 0 ? top : value * 0.1))))))

  it('reward that rose and fell, with the iteration', () => {
    const [finding] = of(run([0.2, 0.3, 0.6, 0.9, 0.9, 0.1, 0, 0]), 'over-the-run')
    expect(finding?.title).toBe('Reward fell')
    expect(finding?.text).toContain('From iteration 5 on')
  })

  it('says nothing of a run that goes well', () => {
    expect(of(run([0.2, 0.3, 0.6, 0.9, 0.9, 0.95, 1, 1]), 'over-the-run')).toEqual([])
  })
})
