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
    const reason = family ? family.notRun?.(c) : `waits for: ${about[file] ?? 'its method'}`
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

beforeAll(async () => {
  await openBackend('cpu')
})

for (const { file, family, cases } of files) {
  const runnable = cases.filter(({ reason }) => reason === undefined)
  if (!family || runnable.length === 0) continue
  describe(file, () => {
    for (const { c } of runnable) test(c.name, async () => expect(await check(family, c)).toEqual([]))
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
