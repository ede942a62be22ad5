import { describe, expect, it } from 'vitest'
import { entryOf, material, measure, type Quantity, usualRows } from '../../../methods/bench.ts'
import { ordinary } from '../../fixtures/snapshots.ts'
import { locate } from '../../kit/locate.ts'
import { csvOf } from './csv.ts'
import { cellOf, matrixOf, mostColumns, numbersOf, type Scope } from './matrix.ts'
import { movedTo } from './useCells.ts'

const batch = material(ordinary().snapshot.batch)
const place = locate(batch, { iteration: undefined, group: 2, rollout: 1, token: 3 })!
const outcomes = [...usualRows, 'vineppo'].map(key => measure(entryOf(key), batch, 1))
const made = (quantity: Quantity, scope: Scope = 'group') =>
  matrixOf(outcomes, {
    batch,
    place,
    vocabulary: [],
    scope,
    quantity,
    base: 'dr-grpo',
    numbers: numbersOf(quantity, new Map()),
  })

describe('the matrix', () => {
  it('has the group’s responses across, and every row compared with the base', () => {
    const { columns, rows } = made('advantage')
    expect(columns).toHaveLength(place.members.length)
    expect(rows.map(({ isBase }) => isBase)).toEqual(outcomes.map(({ entry }) => entry.key === 'dr-grpo'))
    expect(rows.find(({ isBase }) => isBase)?.comparison).toMatchObject({ ratio: 1, isEqual: true })
    expect(rows[0]?.values).toEqual(
      place.members.map(row => 'batch' in outcomes[0]! && outcomes[0].batch.advantage[row]),
    )
  })

  it('has the tokens of one response across, a page of them where there are many', () => {
    const { columns } = made('credit')
    expect(columns).toHaveLength(Math.min(mostColumns, place.end - place.start))
    expect(columns[3]?.mark).toBe('4')
  })

  it('has groups across, with the largest number and all numbers of each', () => {
    const { columns, rows } = made('advantage', 'all')
    expect(columns).toHaveLength(batch.groups)
    expect(rows[0]?.spread?.[2]).toHaveLength(place.members.length)
    expect(rows[0]?.values?.[2]).toBe(Math.max(...rows[0]!.spread![2]!.map(Math.abs)))
  })

  it('shows differences to the base, and says where there is none', () => {
    const matrix = made('advantage')
    const [grpo] = matrix.rows
    const base = matrix.rows.find(({ isBase }) => isBase)!
    const at = (row: typeof base) => cellOf(matrix, row, 1, true)
    expect(at(grpo!)?.value).toBeCloseTo(grpo!.values![1]! - base.values![1]!)
    expect(at(base)?.value).toBe(base.values![1])
    expect(cellOf(matrix, { ...base, isBase: false }, 1, true)?.text).toBe('=')
  })

  it('says why a row has no numbers, and waits for weights', () => {
    expect(made('weight').rows[0]?.because).toBe('computing')
    const lacking = made('advantage').rows.filter(({ values }) => values === undefined)
    for (const row of lacking) expect(row.because).not.toBe('')
  })
})

it('the table for elsewhere has all digits, a line per row, and no text that a spreadsheet runs', () => {
  const matrix = made('advantage')
  const lines = csvOf(matrix).trimEnd().split('\n')
  expect(lines).toHaveLength(matrix.rows.length + 1)
  expect(lines[1]!.split(',').slice(2, 10).map(Number).map(Math.fround)).toEqual(matrix.rows[0]!.values)
  const evil = { ...matrix.rows[0]!, entry: { ...matrix.rows[0]!.entry, title: '=cmd|"x",1' } }
  expect(csvOf({ ...matrix, rows: [evil] }).split('\n')[1]).toMatch(/^"'=cmd\|""x"",1",/)
})

it('arrows, Home and End move within the grid', () => {
  const at = { row: 2, column: 3 }
  expect(movedTo('ArrowLeft', at, 8)).toEqual({ row: 2, column: 2 })
  expect(movedTo('ArrowDown', at, 8)).toEqual({ row: 3, column: 3 })
  expect(movedTo('End', at, 8)).toEqual({ row: 2, column: 7 })
  expect(movedTo('x', at, 8)).toBeUndefined()
})
