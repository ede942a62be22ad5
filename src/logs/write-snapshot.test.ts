import { expect, test } from 'vitest'
import { syntheticBatch } from '../methods/fixture.ts'
import { readExchange } from './exchange.ts'
import { snapshotLines } from './write-snapshot.ts'

test('iterations of a run, one after the other, are read back as they were, with prompts and texts', () => {
  const batch = syntheticBatch()
  const problems = [1, 2].map(index => ({ index, text: `problem ${index}`, prompt: [] }))
  const text = [3, 5].map(iteration => snapshotLines({ iteration, batch, problems }, ['<a>', 'b'])).join('')
  const { batches } = readExchange(text)
  expect(batches.map(({ iteration }) => iteration)).toEqual([3, 5])
  for (const read of batches) {
    expect(read.batch.rollouts).toBe(batch.rollouts)
    expect([...read.batch.reward]).toEqual([...batch.reward])
    expect([...read.batch.advantage!]).toEqual([...batch.advantage!])
    expect([...read.batch.tokenStart]).toEqual([...batch.tokenStart])
    expect(read.rollouts.map(({ prompt }) => prompt)).toEqual([...batch.group].map(g => problems[g]!.text))
  }
})
