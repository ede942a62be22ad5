/** What was measured, as it is printed for machines and for people. */
import type { Phase } from './clock.ts'
import { phases } from './clock.ts'
import type { BenchPath } from './page.ts'
import { describe, responseLength, rowsOf, type Size } from './sizes.ts'

export interface Result {
  /** Name of the size. */
  readonly name: string
  readonly backend: string
  readonly path: BenchPath
  readonly phase: Phase
  /** Median, milliseconds. */
  readonly ms: number
  readonly runs: number
}

export interface Report {
  readonly adapter: string
  readonly versions: Readonly<Record<string, string>>
  readonly results: readonly Result[]
}

const fixed = (ms: number): string => (ms < 100 ? ms.toFixed(1) : ms.toFixed(0))
const row = (cells: readonly string[]): string =>
  cells.map((cell, i) => (i < 2 ? cell.padEnd(9) : cell.padStart(11))).join(' ')

/** Median of one measurement, or undefined where it was not made. */
const find = (results: readonly Result[], name: string, backend: string, path: BenchPath, phase: Phase) =>
  results.find(r => r.name === name && r.backend === backend && r.path === path && r.phase === phase)?.ms

/** One line per backend and path: milliseconds, and how many times faster than the plain path of that backend. */
export function table(size: Size, results: readonly Result[]): string {
  const own = results.filter(({ name }) => name === size.name)
  const first = own.filter((r, i) => own.findIndex(o => o.backend === r.backend && o.path === r.path) === i)
  const lines = first.map(({ backend, path, runs }) => {
    const cells = phases.map(phase => {
      const ms = find(own, size.name, backend, path, phase)
      const plain = find(own, size.name, backend, 'plain', phase)
      if (ms === undefined) return '-'
      return path !== 'plain' && plain ? `${fixed(ms)} ${(plain / ms).toFixed(1)}x` : fixed(ms)
    })
    const perToken = find(own, size.name, backend, path, 'iteration')
    const tokens = rowsOf(size) * responseLength(size)
    return row([backend, path, ...cells, perToken ? fixed((1000 * perToken) / tokens) : '-', String(runs)])
  })
  const head = row(['backend', 'path', 'rollout ms', 'train ms', 'iteration', 'us/token', 'runs'])
  return [`\n${size.name}: ${describe(size)}`, head, ...lines].join('\n')
}

interface Goal {
  readonly text: string
  /** How the measurement compares with `least` (or, for a duration or a ratio of costs, `most`). */
  readonly value: number | undefined
  readonly least?: number
  readonly most?: number
}

/** The targets of the reference work R1, each with what was measured. */
export function goals(results: readonly Result[]): string[] {
  const ms = (backend: string, path: BenchPath, phase: Phase) => find(results, 'R1', backend, path, phase)
  const ratio = (a: number | undefined, b: number | undefined) =>
    a !== undefined && b !== undefined ? a / b : undefined
  const gain = (phase: Phase) => ratio(ms('webgpu', 'plain', phase), ms('webgpu', 'fused', phase))
  const cost = (backend: string) => ratio(ms(backend, 'fused', 'train'), ms(backend, 'jax-js', 'train'))
  const list: Goal[] = [
    { text: 'R1 webgpu rollout, plain / fused', value: gain('rollout'), least: 25 },
    { text: 'R1 webgpu train, plain / fused', value: gain('train'), least: 8 },
    { text: 'R1 webgpu iteration, plain / fused', value: gain('iteration'), least: 15 },
    { text: 'R1 webgpu train, fused / jax-js', value: cost('webgpu'), most: 1 },
    { text: 'R1 wasm iteration, ms', value: ms('wasm', 'fused', 'iteration'), most: 250 },
    { text: 'R1 wasm train, fused / jax-js', value: cost('wasm'), most: 1.5 },
  ]
  return list.flatMap(({ text, value, least, most }) => {
    if (value === undefined) return []
    const reached = value >= (least ?? 0) && value <= (most ?? Number.POSITIVE_INFINITY)
    const bound = least !== undefined ? `at least ${least}` : `at most ${most}`
    return [`${reached ? 'reached' : 'MISSED '}  ${text}: ${value.toFixed(2)} (${bound})`]
  })
}
