import { describe, expect, it } from 'vitest'
import { advantage, objective } from '../core/method.ts'
import { tasks } from '../tasks/index.ts'
import { methods, type ResolvedMethod, resolveMethod } from './index.ts'
import { columnsRead, cureOf, unmet, venuesOf } from './needs.ts'

/** GRPO with an advantage that reads these columns. */
function reading(...needs: Parameters<typeof advantage>[0]['needs'] & object): ResolvedMethod {
  const part = advantage({ needs, compute: batch => ({ advantage: batch.reward }) })
  return { ...resolveMethod('grpo'), advantage: { owner: 'test', part }, needs }
}
const taskNamed = (id: string) => [...tasks.values()].find(task => task.id === id)!
const bandit = { task: taskNamed('bandit'), level: taskNamed('bandit').levels[0]!, policy: 'tabular' } as const

describe('what a method reads', () => {
  it('is the columns of its slots and those behind the tensors of its objective', () => {
    expect(columnsRead(resolveMethod('grpo'))).toEqual(['refLogp'])
    expect(columnsRead(resolveMethod('ppo'))).toEqual(expect.arrayContaining(['oldValue', 'returns']))
    const part = objective({ needs: ['external'], compute: (_, { now }) => ({ loss: now.logp }) })
    const imitation = { ...resolveMethod('grpo'), objective: { owner: 'test', part } }
    expect(unmet(imitation, bandit)?.columns).toEqual(['external'])
  })
})

describe('a need that is unmet', () => {
  it('is told with all columns of the same reason', () => {
    expect(unmet(reading('processReward', 'correct', 'critique'), bandit)).toEqual({
      columns: ['processReward', 'critique'],
      why: `nobody judges the single steps of ${bandit.task.title}`,
    })
    expect(unmet(resolveMethod('grpo'), bandit)).toBeUndefined()
  })

  it('names a task that has it, or sends to logs', () => {
    expect(cureOf(reading('processReward'), bandit, tasks)).toMatch(/^It works on .* \(level .*, policy .*\)\.$/)
    expect(cureOf(reading('aided'), bandit, tasks)).toBe('No task here has it: import a log that does.')
  })

  it('names another level or policy of the same task where that is enough', () => {
    const tree = taskNamed('fork-tokens')
    const here = { task: tree, level: tree.levels.at(-1)!, policy: 'gpt' } as const
    const method = reading('prefixValue')
    expect(unmet(method, here)?.why).toMatch(/under a network/)
    expect(cureOf(method, here, tasks)).toMatch(/^Here it works at level .*, policy tabular\.$/)
    expect(cureOf(method, { ...bandit, cut: true }, tasks)).toBe('Set top-k to 0 and top-p to 1.')
  })
})

it('every venue offered to a method fills its needs, one per task', () => {
  for (const id of methods.keys()) {
    const method = resolveMethod(id)
    const venues = venuesOf(method, tasks)
    expect(new Set(venues.map(({ task }) => task.id)).size).toBe(venues.length)
    for (const { task, level, policy } of venues) {
      expect(unmet(method, { task, level, policy: policy === 'tabular' ? 'tabular' : 'gpt' })).toBeUndefined()
    }
  }
})
