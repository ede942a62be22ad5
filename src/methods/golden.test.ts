/**
 * Every golden case of somebody else's code, against ours. Files lie in golden/<area>/, verbatim; adapters lie beside the
 * methods. The ledger counts every case: it ran, or a reason is written down.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../tensor/backends.ts'
import { about } from './golden/about.ts'
import { compared, families, files as sources } from './golden/cases.ts'
import { differences } from './golden/compare.ts'
import type { GoldenCase, GoldenFamily } from './golden/harness.ts'
import { watch } from './golden/watch.ts'

const files = sources.map(({ file, cases }) => {
  const family = families.find(candidate => candidate.file === file)
  const reasoned = cases.map(c => {
    const reason = family ? family.notRun?.(c) : `waits for: ${about[file] ?? ''}`
    return { c, reason }
  })
  return { file, family, cases: reasoned }
})

/** What the adapter never looked at: other values of it would not be noticed. */
const neglected = (family: GoldenFamily, kind: 'params' | 'inputs', unread: readonly string[]): string[] =>
  unread
    .filter(key => !family.ignored?.[key])
    .map(key => `${kind}.${key}: never read. Map it to a parameter of the method, or give the reason in ignored`)

async function check(family: GoldenFamily, c: GoldenCase): Promise<string[]> {
  const [inputs, params] = [watch(c.inputs), watch(c.params)]
  const got = await family.run({ ...c, inputs: inputs.value, params: params.value })
  return [
    ...compare(family, c, got),
    ...neglected(family, 'inputs', inputs.unread()),
    ...neglected(family, 'params', params.unread()),
  ]
}

function compare(family: GoldenFamily, c: GoldenCase, got: Readonly<Record<string, unknown>>): string[] {
  const left = new Set(Object.keys(family.notCompared ?? {}))
  return compared(family, c, got).flatMap(({ name, expected, got: ours }) =>
    ours === undefined
      ? [`${name}: expected, got nothing`]
      : differences(name, expected, ours, { tolerance: c.tolerance, skip: path => left.has(path) }),
  )
}

type Given = Readonly<Record<string, unknown>>

/** Other values of a parameter: nearby numbers, the other switch. Names cannot be guessed. */
const othersThan = (value: unknown): readonly unknown[] => {
  if (typeof value === 'boolean') return [!value]
  return typeof value === 'number' ? [value * 0.7, value * 1.3, value + 1, value - 1, value * 0.01] : []
}

/** Whether some other value changes what the adapter hands back, or is refused. */
async function moves(family: GoldenFamily, c: GoldenCase, key: string): Promise<boolean> {
  const outcome = async (params: Given) => {
    try {
      return JSON.stringify(await family.run({ ...c, params }))
    } catch (error) {
      return String(error)
    }
  }
  const before = await outcome(c.params)
  for (const other of othersThan(c.params[key])) {
    if ((await outcome({ ...c.params, [key]: other })) !== before) return true
  }
  return false
}

/** Numbers and switches of a family that move nothing in any of its cases. */
async function inert(family: GoldenFamily, cases: readonly GoldenCase[]): Promise<string[]> {
  const keys = new Set(cases.flatMap(c => Object.keys(c.params).filter(key => othersThan(c.params[key]).length > 0)))
  const still: string[] = []
  for (const key of keys) {
    if (family.ignored?.[key]) continue
    let moved = false
    for (const c of cases) if (!moved && key in c.params) moved = await moves(family, c, key)
    if (!moved) still.push(key)
  }
  return still
}

beforeAll(async () => {
  await openBackend('cpu')
})

for (const { file, family, cases } of files) {
  const runnable = cases.filter(({ reason }) => reason === undefined)
  if (!family || runnable.length === 0) continue
  describe(file, () => {
    for (const { c } of runnable) test(c.name, async () => expect(await check(family, c)).toEqual([]))

    test('what is read of a case is used: another value changes the outcome, or is refused', async () => {
      const still = await inert(
        family,
        runnable.map(({ c }) => c),
      )
      expect(still, 'read, but nothing moves with it: map it, or give the reason in ignored').toEqual([])
    })
  })
}

describe('the ledger', () => {
  test('knows every adapter’s file, and each file has one adapter', () => {
    const known = files.map(({ file }) => file)
    const named = families.map(({ file }) => file)
    expect(named.filter(file => !known.includes(file))).toEqual([])
    expect(named.filter((file, k) => named.indexOf(file) !== k)).toEqual([])
  })

  test('holds no excuse for a file that runs, nor for one that is not there', () => {
    const waiting = files.filter(({ family }) => !family).map(({ file }) => file)
    expect(Object.keys(about).filter(file => !waiting.includes(file))).toEqual([])
  })

  test('has a reason for every case that is not run', () => {
    const silent = files.flatMap(({ file, cases }) =>
      cases
        .filter(({ reason }) => reason !== undefined && reason.replace('waits for: ', '').length < 8)
        .map(({ c }) => `${file}: ${c.name}`),
    )
    expect(silent).toEqual([])
  })

  test('compares at least one output of every case that is run', () => {
    const empty = files.flatMap(({ file, family, cases }) =>
      cases
        .filter(
          ({ c, reason }) => reason === undefined && Object.keys(c.outputs).every(name => family?.notCompared?.[name]),
        )
        .map(({ c }) => `${file}: ${c.name}`),
    )
    expect(empty).toEqual([])
  })

  test('adds up', () => {
    const all = files.flatMap(({ file, cases }) => cases.map(entry => ({ area: file.split('/')[0] ?? '', ...entry })))
    const areas = [...new Set(all.map(({ area }) => area))]
    const rows = areas.map(area => {
      const own = all.filter(entry => entry.area === area)
      const ran = own.filter(({ reason }) => reason === undefined).length
      return { area, exist: own.length, ran, waiting: own.length - ran }
    })
    console.table(rows)
    expect(all.length).toBeGreaterThan(700)
    expect(rows.reduce((total, row) => total + row.ran + row.waiting, 0)).toBe(all.length)
  })
})
