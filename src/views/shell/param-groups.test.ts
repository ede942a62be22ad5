import { describe, expect, it } from 'vitest'
import { resolveMethod } from '../../methods/index.ts'
import { paramGroups, rulesFolded } from './param-groups.ts'

const { specs } = paramGroups(resolveMethod('rollout-correction'))[0]!
const rules = new Set(Object.values(specs).flatMap(({ rule }) => rule ?? []))
const folded = (values: Record<string, number>, asked: readonly string[] = []) => {
  const { shown, addable } = rulesFolded(specs, [values], new Set(asked))
  return { bounds: Object.keys(shown).filter(key => shown[key]?.rule), addable, shown }
}

describe('rules of which few are used', () => {
  it('shows no bound while none is set, and everything else', () => {
    const { bounds, addable, shown } = folded({})
    expect(bounds).toEqual([])
    expect(new Set(addable)).toEqual(rules)
    expect(Object.keys(shown)).toEqual(Object.keys(specs).filter(key => !specs[key]?.rule))
  })

  it('shows all bounds of a rule of which one is set', () => {
    const { bounds, addable } = folded({ rejectSumK1Low: 0.5 })
    expect(bounds).toEqual(['rejectSumK1', 'rejectSumK1Low'])
    expect(addable).toHaveLength(rules.size - 1)
  })

  it('shows the bounds of a rule that was asked for, at their defaults', () => {
    const rule = specs.rejectMaxK2!.rule!
    expect(folded({}, [rule]).bounds).toEqual(['rejectMaxK2'])
    expect(folded({}, [rule]).addable).not.toContain(rule)
  })

  it('folds nothing of a method without rules', () => {
    for (const { specs: own } of paramGroups(resolveMethod('grpo')))
      expect(rulesFolded(own, [{}], new Set())).toEqual({ shown: own, addable: [] })
  })
})
