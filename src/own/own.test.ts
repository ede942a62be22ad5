import { beforeAll, describe, expect, it } from 'vitest'
import { batchOf } from '../methods/fixture.ts'
import { columnOf, examples, groupsOf } from './contract.ts'
import { openSandbox, type Ran, type Sandbox } from './sandbox.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openSandbox()
})
const batch = batchOf([
  [1, 0, 0],
  [0.5, 0.25],
])
const groups = groupsOf(batch)
const run = (source: string, milliseconds = 5000): Ran => sandbox.run(source, groups, milliseconds)
const fault = (source: string, milliseconds?: number) => {
  const ran = run(source, milliseconds)
  return 'fault' in ran ? ran.fault : undefined
}
/** What the program finds, as the text of its error. */
const sees = (expression: string) =>
  fault(`export function advantage() { throw new Error(String(${expression})) }`)?.message

describe('a program', () => {
  it('gives a number per response of each group', () => {
    expect(run(examples.find(({ id }) => id === 'rloo')!.source)).toEqual({
      given: {
        kind: 'advantage',
        groups: [
          [1, -0.5, -0.5],
          [0.25, -0.25],
        ],
      },
    })
  })

  it('may be any of the examples, and each fills its column', () => {
    for (const { source } of examples) {
      const ran = run(source)
      if ('fault' in ran) throw new Error(ran.fault.message)
      expect(columnOf(batch, ran.given).values.every(Number.isFinite)).toBe(true)
    }
  })

  it('may be declared without export, or be the default', () => {
    expect(run('function advantage({ rewards }) { return rewards }')).toMatchObject({ given: { kind: 'advantage' } })
    expect(run('export default ({ rewards }: Group) => rewards')).toMatchObject({ given: { kind: 'advantage' } })
    expect(
      run('export const credit = (g: Group) => g.responses.map(r => Array(r.length).fill(r.reward))'),
    ).toMatchObject({
      given: { kind: 'credit' },
    })
  })

  it('that fails names its line, whether its types are stripped, parsed or run', () => {
    expect(fault('type A = number\n\nexport function advantage() {\n  return missing\n}')).toEqual({
      message: "ReferenceError: 'missing' is not defined",
      line: 4,
    })
    expect(fault('const a = 1\nconst b: = 2')?.line).toBe(2)
    expect(fault('const a = 1\nconst a = 2')?.line).toBe(2)
    expect(fault('const a = 1')?.message).toContain('advantage(group) or credit(group)')
  })

  it('must give finite numbers, one for each', () => {
    const column = (source: string) => () => {
      const ran = run(source)
      return 'given' in ran ? columnOf(batch, ran.given) : ran
    }
    expect(column('export const advantage = g => g.rewards.map(() => 0 / 0)')).toThrow(
      'a finite number, got NaN at place 1',
    )
    expect(column('export const advantage = g => [1]')).toThrow('expected 3 numbers, got 1')
    expect(fault('export const advantage = g => "high"')?.message).toContain('expected a list of numbers')
    expect(fault('export const advantage = () => undefined')?.message).toContain('expected a list of numbers')
  })
})

describe('the sandbox holds', () => {
  it('has no network, document, storage, clock, chance, timer or message', () => {
    const names =
      'fetch XMLHttpRequest WebSocket EventSource navigator document window self postMessage localStorage indexedDB caches importScripts Worker setTimeout Date performance crypto process Buffer WebAssembly SharedArrayBuffer Promise console'
    for (const name of names.split(' ')) expect(sees(`typeof ${name}`), name).toBe('undefined')
    expect(sees('Math["random"]()')).toContain('there is no chance here')
  })

  it('against Function and eval: they reach its own empty world only', () => {
    expect(sees('typeof Function("return this")().fetch')).toBe('undefined')
    expect(sees('Function("return this")() === globalThis')).toBe('true')
    expect(sees('typeof (0, eval)("this").postMessage')).toBe('undefined')
    expect(sees('typeof [].constructor.constructor("return typeof process")()')).toBe('string')
    expect(sees('[].constructor.constructor("return typeof process")()')).toBe('undefined')
  })

  it('against import, in every form', () => {
    expect(fault('import x from "https://example.org/x.js"\nexport const advantage = () => [x]')?.message).toContain(
      'nothing can be imported here',
    )
    expect(fault('export const advantage = () => require("fs")')?.message).toContain('nothing can be imported here')
    expect(fault('export const advantage = () => { import("fs"); return [0, 0, 0] }')).toBeDefined()
  })

  it('against loops, recursion and memory without end, and works again afterwards', () => {
    expect(fault('while (true) {}', 60)?.message).toContain('took too long')
    expect(fault('export const advantage = () => { for (;;) ; }', 60)?.message).toContain('took too long')
    expect(fault('export const advantage = g => advantage(g)')?.message).toMatch(/stack/i)
    const hoard = 'export const advantage = () => { const all = []; for (;;) all.push(new Uint8Array(65536)) }'
    expect(fault(hoard, 20_000)?.message).toContain('too much memory')
    expect(fault('export const advantage = () => [..."x".repeat(1e9)]')).toBeDefined()
    expect(run(examples[0]!.source)).toHaveProperty('given')
  })

  it('against pollution: neither this page’s prototypes nor a later run see it', () => {
    const evil = `Object.prototype.polluted = 1; Array.prototype.map = null; JSON.parse = () => ({ evil: 1 })
      Object.defineProperty(Object.prototype, 'kind', { get: () => 'evil' })
      export const advantage = g => { const out = []; for (const r of g.rewards) out.push(r); return out }`
    const ran = run(evil)
    expect(ran).toEqual({ given: { kind: 'advantage', groups: groups.map(({ rewards }) => rewards) } })
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
    expect(run(examples[0]!.source)).toHaveProperty('given')
    expect(sees('typeof ({}).polluted')).toBe('undefined')
  })

  it('against answers outside the contract', () => {
    const answers = [
      '({ length: 3, 0: 1, 1: 2, 2: 3 })',
      '[{ toJSON: () => 1 }, "1", null]',
      '[[1], [2], [3]]',
      '[() => 1, 2, 3]',
      '({ then: f => f([1]) })',
      '"x".repeat(3e5)',
    ]
    for (const answer of answers) {
      const ran = run(`export const advantage = () => (${answer})`)
      const isHeld =
        'fault' in ran || ran.given.groups.every(list => list.length !== 3 || list.every(n => typeof n === 'number'))
      expect(isHeld, answer).toBe(true)
    }
    expect(fault('export const advantage = () => ({ __proto__: { polluted: 1 } })')).toBeDefined()
    expect(fault('export const advantage = () => { const a = []; a[0] = a; return a }')).toBeDefined()
    expect(fault('export const advantage = () => [1n]')).toBeDefined()
    expect(fault('throw { get message() { while (true) {} } }', 60)).toBeDefined()
  })

  it('gives the same numbers again: no run leaves anything behind', () => {
    const counting = 'globalThis.n = (globalThis.n ?? 0) + 1\nexport const advantage = g => g.rewards.map(() => n)'
    expect(run(counting)).toEqual(run(counting))
  })
})
