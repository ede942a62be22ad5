/**
 * Every golden case of somebody else's code, against ours. Files lie in golden/<area>/, verbatim; adapters lie beside the
 * methods. The ledger counts every case: it ran, or a reason is written down.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { openBackend } from '../tensor/backends.ts'
import { about } from './golden/about.ts'
import { differences } from './golden/compare.ts'
import { type GoldenCase, type GoldenFamily, matrix, number } from './golden/harness.ts'
import { watch } from './golden/watch.ts'

const sources = import.meta.glob<unknown>('./golden/*/*.json', { eager: true, import: 'default' })
const adapters = import.meta.glob<readonly GoldenFamily[]>('./**/*.golden.ts', { eager: true, import: 'default' })
const families = Object.values(adapters).flat()

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})

function casesOf(source: unknown): GoldenCase[] {
  const { cases, tolerance } = record(source)
  return (Array.isArray(cases) ? cases : []).map(record).map(entry => ({
    name: String(entry.name),
    inputs: record(entry.inputs),
    params: record(entry.params),
    outputs: isRecord(entry.outputs) ? entry.outputs : { output: entry.outputs },
    tolerance: number(entry.tolerance ?? tolerance ?? 1e-5),
  }))
}

const files = Object.entries(sources).map(([path, source]) => {
  const file = path.replace('./golden/', '').replace('.json', '')
  const family = families.find(candidate => candidate.file === file)
  const cases = casesOf(source).map(c => {
    const reason = family ? family.notRun?.(c) : `waits for: ${about[file] ?? ''}`
    return { c, reason }
  })
  return { file, family, cases }
})

/** Numbers at places where the mask is 0 are arbitrary in the original. */
const whereKept = (values: unknown, mask: number[][]): number[][] =>
  matrix(values).map((row, i) => row.map((value, t) => (mask[i]?.[t] === 0 ? 0 : value)))

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
  return Object.entries(c.outputs).flatMap(([name, expected]) => {
    const mask = family.onlyWhere?.[name]
    const only = (values: unknown) => (mask === undefined ? values : whereKept(values, matrix(c.inputs[mask])))
    if (left.has(name)) return []
    if (!(name in got)) return [`${name}: expected, got nothing`]
    return differences(name, only(expected), only(got[name]), { tolerance: c.tolerance, skip: path => left.has(path) })
  })
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
