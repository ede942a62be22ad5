import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultsOf } from '../../core/params.ts'
import { estimate } from '../../methods/estimate.ts'
import { batchOf, context } from '../../methods/fixture.ts'
import { resolveMethod } from '../../methods/index.ts'
import { logFrom, rowsOf, type Written } from '../fixture.ts'
import { ruleCandidates } from './candidate.ts'
import { momentsOf } from './expected.ts'
import { observe } from './observed.ts'
import { allRules, detailOf, nameOf, type Rule } from './rule.ts'
import { verdictOf } from './search.ts'
import type { Verdict } from './verdict.ts'

const uneven = [
  [0.1, 0.7, 0.3, 0.95],
  [1, 0, 0, 0],
  [0.2, 0.25, 0.9, 0.5],
  [0.5, 0.5, 0.5, 0.5],
]

/** The advantages of these rewards under a rule, as a trainer in single precision would log them. */
function made(rule: Rule, groups: readonly (readonly number[])[]): number[] {
  const { batches } = logFrom([rowsOf(groups)])
  const candidate = ruleCandidates(undefined)[allRules.indexOf(rule)]!
  return [...candidate.expect(momentsOf(observe(batches[0]!.batch)), 0, 0)!.value]
}

const logged = (groups: readonly (readonly number[])[], advantages: readonly number[]) =>
  logFrom([rowsOf(groups, advantages)])
const names = ({ best, alike }: Verdict) => [...(best ? [best] : []), ...alike].map(fit => `${fit.name} ${fit.detail}`)
const idOf = (rule: Rule) => `${nameOf(rule)} ${detailOf(rule)}`
const rewards = fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 6 }), {
  minLength: 3,
  maxLength: 6,
})

describe('every rule', () => {
  it('is found by the advantages that it makes, or among those that they cannot be told from', () => {
    fc.assert(
      fc.property(rewards, fc.constantFrom(...allRules), (integers, rule) => {
        const groups = integers.map(group => group.map(value => value / 40))
        const verdict = verdictOf(logged(groups, made(rule, groups)))
        if (verdict.kind === 'silent') return
        expect(names(verdict)).toContain(idOf(rule))
      }),
      { numRuns: 40 },
    )
  })

  it('is told from nearly every other where rewards are uneven', () => {
    const plain = allRules.filter(({ moments, zeroSpread }) => moments === 'double' && zeroSpread === 'epsilon')
    for (const rule of plain.filter((_, k) => k % 7 === 0)) {
      const verdict = verdictOf(logged(uneven, made(rule, uneven)))
      expect(names(verdict)).toContain(idOf(rule))
      expect(names(verdict).length).toBeLessThan(8)
    }
  })
})

describe('what is told', () => {
  const rule = (wanted: Partial<Rule>): Rule =>
    allRules.find(one => Object.entries(wanted).every(([key, value]) => one[key as keyof Rule] === value))!
  const grpo = rule({ baseline: 'group', spread: 'group', ddof: 1, epsilon: 1e-4, again: false, moments: 'double' })

  it('names epsilon, ddof and the trainers that take them', () => {
    const { best } = verdictOf(logged(uneven, made(grpo, uneven)))
    expect(best).toMatchObject({ name: 'GRPO', traits: { ddof: 1, epsilon: 1e-4 } })
    expect(best?.trainers).toContain('TRL')
  })

  it('says which epsilons these digits leave open', () => {
    const fine = rule({ ...grpo, epsilon: 1e-9 })
    const { open } = verdictOf(logged(uneven, made(fine, uneven)))
    expect(open.epsilon).toEqual(expect.arrayContaining([0]))
    expect(open.epsilon).not.toContain(1e-4)
  })

  it('names none where none fits, and the nearest', () => {
    const odd = made(grpo, uneven).map((value, i) => value + 0.1 * ((i * 7) % 5))
    const verdict = verdictOf(logged(uneven, odd))
    expect(verdict.kind).toBe('none')
    expect(verdict.best).toBeUndefined()
    expect(verdict.runnersUp.length).toBeGreaterThan(0)
  })

  it('has nothing to say of advantages that are all 0, of none, and of advantages without rewards', () => {
    const equal = [
      [1, 1, 1],
      [0, 0, 0],
    ]
    expect(verdictOf(logged(equal, [0, 0, 0, 0, 0, 0])).kind).toBe('silent')
    expect(verdictOf(logFrom([rowsOf(uneven)])).kind).toBe('absent')
    const unrewarded = rowsOf(uneven, made(grpo, uneven)).map(row => ({ ...row, reward: Number.NaN }))
    expect(verdictOf(logFrom([unrewarded])).kind).toBe('absent')
  })

  it('lists the rows that do not fit although the others do', () => {
    const advantages = made(grpo, uneven).map((value, i) => (i === 5 ? -value : value))
    const { kind, misfits } = verdictOf(logged(uneven, advantages))
    expect(kind).toBe('named')
    expect(misfits.map(({ rollout }) => rollout)).toEqual([5])
  })

  it('finds the groups that the advantages were made with, where they are not the log’s', () => {
    const rows = rowsOf(uneven, made(grpo, uneven))
    const shifted = rows.map((row, i) => ({ ...row, group: rows[(i + 1) % rows.length]!.group }))
    expect(verdictOf(logFrom([shifted])).grouping?.by).toBe('prompt')
    const flat = uneven.flat()
    const moved = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1]
    const others = [0, 4, 8, 12].map(from => moved.slice(from, from + 4).map(i => flat[i]!))
    const back = made(grpo, others)
    const advantages = flat.map((_, i) => back[moved.indexOf(i)]!)
    const verdict = verdictOf(logged(uneven, advantages))
    expect(verdict.grouping).toMatchObject({ by: 'order' })
    expect(verdict.best?.name).toBe('GRPO')
  })

  it('allows for the decimals that a log keeps', () => {
    const centred = rule({ baseline: 'group', spread: 'none', again: false })
    const rounded = made(centred, uneven).map(value => Number((value / 3).toFixed(4)) * 3)
    const exact = uneven.map(group => group.map(value => value + 1 / 3))
    const kept = made(centred, exact).map(value => Number(value.toFixed(3)))
    expect(rounded.length).toBe(kept.length)
    expect(verdictOf(logged(exact, kept))).toMatchObject({ kind: 'named', best: { name: 'Dr. GRPO' } })
  })

  it('names a factor and a shift that all advantages share', () => {
    const centred = made(rule({ baseline: 'group', spread: 'none', again: false }), uneven)
    const scaled = verdictOf(
      logged(
        uneven,
        centred.map(value => 2.5 * value),
      ),
    )
    expect(scaled.best).toMatchObject({ name: 'Dr. GRPO, times 2.5' })
    const moved = verdictOf(
      logged(
        uneven,
        centred.map(value => 2.5 * value - 0.3),
      ),
    )
    expect(moved.best?.traits).toMatchObject({ baseline: 'group', spread: 'none' })
    expect(Number(moved.best?.traits.shift)).toBeCloseTo(-0.3, 5)
  })

  it('follows a rule that changes from one iteration to the next', () => {
    const centred = rule({ baseline: 'group', spread: 'none', again: false })
    const iterations = [grpo, grpo, centred].map((one): Written[] => rowsOf(uneven, made(one, uneven)))
    const { stretches } = verdictOf(logFrom(iterations))
    expect(stretches.map(({ batches }) => batches)).toEqual([[0, 1], [2]])
    expect(stretches.map(({ verdict }) => verdict.best?.name)).toEqual(['GRPO', 'Dr. GRPO'])
  })

  it('keeps to the groups that are whole when rows or rewards of others are gone', () => {
    const rows = rowsOf(uneven, made(grpo, uneven))
    const lost = rows.map((row, i) => (i === 0 ? { ...row, reward: Number.NaN } : row))
    expect(verdictOf(logFrom([lost])).best).toMatchObject({ name: 'GRPO', traits: { epsilon: 1e-4 } })
    expect(verdictOf(logFrom([rows.slice(1)])).best).toMatchObject({ name: 'GRPO', traits: { epsilon: 1e-4 } })
  })
})

describe('methods of the registry', () => {
  it.each(['maxrl', 'opo', 'gpg', 'grpo-passk', 'reinforce-plus-plus-baseline'])(
    '%s is named by its advantages',
    id => {
      const groups = [
        [0.1, 0.7, 0.3, 0.95],
        [1, 0, 0, 0.4],
        [0.2, 0.25, 0.9, 0.5],
      ]
      const batch = batchOf(groups, [3, 5, 2, 7, 4, 4, 1, 6, 2, 8, 3, 5])
      const method = resolveMethod(id)
      const { advantage, credit } = estimate(method, defaultsOf(method.specs), batch, context).batch
      const first = [...batch.tokenStart].slice(0, -1)
      const whole = id === 'reinforce-plus-plus-baseline' ? first.map(t => credit[t]!) : [...advantage]
      const log = logFrom([rowsOf(groups, whole)])
      const verdict = verdictOf({
        ...log,
        batches: [{ ...log.batches[0]!, batch: { ...batch, advantage: Float32Array.from(whole) } }],
      })
      expect(verdict.kind).toBe('named')
      expect([verdict.best, ...verdict.alike].map(fit => fit?.traits.method ?? fit?.name)).toContain(id)
    },
  )
})
