import { expect, it } from 'vitest'
import { guessing, openRun } from '../fixtures.ts'
import { branch } from './branch.ts'

const higher = 4
/** The secret of this problem is 2. */
const index = 2

it('goes on from a turn, whether or not the world has answered it yet, under the same luck', async () => {
  const run = await openRun({ task: guessing })
  const tokensFrom = async (prefix: readonly number[]) =>
    (await branch(run, index, prefix, 16)).continuations.map(({ tokens }) => tokens)
  const answered = await tokensFrom([0, higher])
  expect(await tokensFrom([0])).toEqual(answered)
  expect(new Set(answered.map(tokens => tokens[2])).size).toBeGreaterThan(1)
  // Another action at the same place: where both go on, they draw the same.
  const other = await tokensFrom([1])
  const both = answered.flatMap((tokens, k) => (tokens.length > 4 && other[k]!.length > 4 ? [k] : []))
  expect(both.length).toBeGreaterThan(3)
  for (const k of both) expect(other[k]![2]).toBe(answered[k]![2])
})

it('adds nothing to an episode that the world has ended', async () => {
  const run = await openRun({ task: guessing })
  const { continuations } = await branch(run, index, [0, higher, 2], 3)
  expect(continuations).toEqual(
    Array.from({ length: 3 }, () => ({ tokens: [0, higher, 2], reward: 1, correct: true, note: '' })),
  )
})
