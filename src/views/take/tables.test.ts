import { expect, test } from 'vitest'
import { columnsOf } from '../../core/columns.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import { syntheticBatch } from '../../methods/fixture.ts'
import { csv } from '../kit/csv.ts'
import { groupCsv, seriesCsv } from './tables.ts'

const batch = { ...syntheticBatch(), answer: ['=1+1', 'a,b', 'say "x"', '', '5', '6'] }
const problem = (index: number) => ({ index, text: `problem ${index}`, prompt: [] })
const snapshot: Snapshot = {
  iteration: 3,
  phase: 'probe',
  batch,
  problems: [problem(7), problem(8)],
  notes: batch.answer.map(() => 'read'),
  explain: {},
  metrics: {},
}

const cellsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => line.split(','))

test('the table of a group has its responses, every column of responses, and all digits', () => {
  const [head, ...lines] = cellsOf(groupCsv(snapshot, 1, ['x']))
  expect(lines).toHaveLength(2)
  expect(head).toEqual(expect.arrayContaining([...columnsOf('rollout')]))
  const at = head!.indexOf('advantage')
  expect(lines.map(cells => Math.fround(Number(cells[at])))).toEqual([...batch.advantage!.subarray(4, 6)])
})

test('a foreign text is never a formula, and never ends its cell', () => {
  const text = groupCsv(snapshot, 0, ['x'])
  expect(text).toContain(",'=1+1,")
  expect(text).toContain(',"a,b",')
  expect(text).toContain(',"say ""x""",')
})

test('what an iteration did not measure is an empty cell, and NaN too', () => {
  expect(seriesCsv([{ reward: 0.1 }, { loss: Number.NaN, reward: -1 }])).toBe('iteration,reward,loss\n1,0.1,\n2,-1,\n')
  expect(csv([['-', -2, undefined]])).toBe("'-,-2,\n")
})
