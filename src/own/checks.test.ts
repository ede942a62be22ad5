import { beforeAll, describe, expect, it } from 'vitest'
import { estimate } from '../methods/estimate.ts'
import { batchOf, context } from '../methods/fixture.ts'
import { resolve } from '../methods/index.ts'
import { ownMethod } from '../methods/own.ts'
import { answerOwn } from './answer.ts'
import { checksOf, randomGroups, twinsOf } from './checks.ts'
import { examples, groupsOf } from './contract.ts'
import { programOf } from './program.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openSandbox()
})
/** A busy machine is slow. */
const patient = 20_000
const exampleOf = (id: string): string => examples.find(example => example.id === id)!.source
const program = (source: string) => programOf(sandbox, source, patient)
const kept = (source: string): string[] => checksOf(program(source)).flatMap(({ name, holds }) => (holds ? [name] : []))

describe('what an estimator keeps', () => {
  it('is told of GRPO and RLOO as it is known of them', () => {
    expect(kept(exampleOf('grpo'))).toEqual(['same again', 'sum 0', 'all equal', 'shift', 'scale', 'sign', 'order'])
    expect(kept(exampleOf('rloo'))).toEqual(['same again', 'sum 0', 'all equal', 'shift', 'scale', 'sign', 'order'])
  })

  it('is told with a group where it does not hold', () => {
    const raw = 'export const advantage = ({ rewards }) => rewards'
    expect(kept(raw)).toEqual(['same again', 'scale', 'order'])
    expect(checksOf(program(raw)).find(({ name }) => name === 'shift')?.says).toMatch(/^Not for rewards \[/)
    expect(kept(exampleOf('clipped'))).not.toContain('sum 0')
    expect(kept('export const advantage = ({ rewards }) => rewards.map(r => mean(rewards) - r)')).not.toContain('sign')
  })

  it('is tried on the same groups each time', () => {
    expect(randomGroups(3)).toEqual(randomGroups(3))
    expect(randomGroups(3)).not.toEqual(randomGroups(4))
  })
})

describe('twins', () => {
  it('are the methods with the same numbers, and nobody else', () => {
    const titles = (id: string) => twinsOf(program(exampleOf(id))).map(({ title }) => title)
    expect(titles('rloo')).toContain('RLOO')
    expect(titles('rloo')).not.toContain('GRPO')
    expect(titles('grpo')[0]).toBe('GRPO')
    expect(titles('clipped')).toEqual([])
  })
})

it('an estimator is a method like others: a slot that asks the sandbox', () => {
  const batch = batchOf([[1, 0, Number.NaN, 0]])
  const own = program(exampleOf('rloo'))
  const method = resolve(ownMethod('advantage', own))
  const made = estimate(method, {}, batch, context).batch
  expect([...made.advantage]).toEqual([1, -0.5, 0, -0.5])
  const byToken = resolve(ownMethod('credit', program(exampleOf('surprise'))))
  expect(estimate(byToken, {}, batch, context).batch.credit[0]).toBeCloseTo(2 / 3)
})

it('sees of each response the tokens that the policy wrote', () => {
  const batch = {
    ...batchOf([[1, 0]], [3, 2]),
    mask: Float32Array.of(1, 0, 1, 1, 1),
    oldLogp: Float32Array.of(-1, -2, -3, -4, -5),
  }
  expect(groupsOf(batch)[0]?.responses).toEqual([
    { reward: 1, length: 2, oldLogp: [-1, -3] },
    { reward: 0, length: 2, oldLogp: [-4, -5] },
  ])
})

it('a question is answered with numbers and checks, or with the fault and its line', () => {
  const batch = batchOf([[1, 0]])
  const ask = (source: string) => answerOwn(sandbox, { asked: 7, source, batch, isTried: false })
  expect(ask(exampleOf('rloo'))).toMatchObject({ asked: 7, column: { kind: 'advantage' } })
  expect(ask('\nexport const advantage = () => missing()')).toMatchObject({ asked: 7, fault: { line: 2 } })
  expect(ask('export const advantage = () => [1]')).toMatchObject({
    fault: { message: expect.stringContaining('2 numbers') },
  })
})
