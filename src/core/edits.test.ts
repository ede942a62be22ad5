import { describe, expect, it } from 'vitest'
import { batchOf, everyColumn } from '../methods/fixture.ts'
import { awkwardNames } from './awkward.ts'
import { type Batch, columns, extentLength, groupMembers, tokenCount } from './batch.ts'
import { specOf } from './columns.ts'
import { applyEdit, applyEdits, type Edit, redo, undo, unedited, withEdit } from './edits.ts'

const batch = batchOf(
  [
    [1, 0, 0],
    [0.5, 1],
  ],
  [3, 4, 2, 5, 3],
)
const full: Batch = { ...everyColumn(batch), rewardParts: { verifier: batch.reward.slice() }, answer: [...'abcde'] }
const everyEdit: readonly Edit[] = [
  { kind: 'reward', row: 1, value: 0.7 },
  { kind: 'duplicate', row: 3 },
  { kind: 'remove', row: 0 },
  { kind: 'length', row: 2, length: 6 },
  { kind: 'length', row: 3, length: 1 },
  { kind: 'mask', row: 1, token: 2, isOn: false },
  { kind: 'turn', row: 1, token: 2 },
  { kind: 'sibling', group: 0, tokens: [1, 2], reward: 1, correct: true },
  ...awkwardNames.map(which => ({ kind: 'awkward' as const, group: 0, which, seed: 4 })),
]

describe('any edit', () => {
  it.each(everyEdit)('$kind leaves the given batch alone and every column as long as the new one is', edit => {
    const before = structuredClone(full)
    const made = applyEdit(full, edit)
    expect(full).toEqual(before)
    for (const column of columns)
      if (full[column]) expect(made[column]?.length, column).toBe(extentLength(made, specOf(column).extent))
    expect(made.tokenStart.at(-1)).toBe(made.token.length)
    expect(made.group.length).toBe(made.rollouts)
    for (const turn of made.turns?.rollout.keys() ?? []) {
      const row = made.turns!.rollout[turn]!
      expect(made.turns!.start[turn]).toBeGreaterThanOrEqual(made.tokenStart[row]!)
      expect(made.turns!.end[turn]).toBeLessThanOrEqual(made.tokenStart[row + 1]!)
    }
  })

  it('refuses a response that is not there, and the last one of a group', () => {
    expect(() => applyEdit(batch, { kind: 'remove', row: 9 })).toThrow('a response from 0 to 4')
    const alone = applyEdit(batch, { kind: 'remove', row: 3 })
    expect(() => applyEdit(alone, { kind: 'remove', row: 3 })).toThrow('its only one')
  })
})

describe('a reward', () => {
  it('changes its own response, and the part that pays it, by the same amount', () => {
    const made = applyEdit(full, { kind: 'reward', row: 3, value: 0.75 })
    expect([...made.reward]).toEqual([1, 0, 0, 0.75, 1])
    expect(made.rewardParts?.verifier?.[3]).toBeCloseTo(0.75)
  })

  it('changes the verdict only where rewards are verdicts', () => {
    const judged: Batch = { ...batch, reward: Float32Array.of(1, 0, 0, 0, 1), correct: Float32Array.of(1, 0, 0, 0, 1) }
    expect(applyEdit(judged, { kind: 'reward', row: 1, value: 1 }).correct?.[1]).toBe(1)
    const bonus = { ...judged, reward: Float32Array.of(1.2, 0, 0, 0, 1) }
    expect(applyEdit(bonus, { kind: 'reward', row: 1, value: 1 }).correct?.[1]).toBe(0)
  })
})

describe('rows', () => {
  it('that are doubled and removed again are as before', () => {
    const there = applyEdits(full, [
      { kind: 'duplicate', row: 1 },
      { kind: 'remove', row: 2 },
    ])
    expect(there).toEqual(full)
  })

  it('stay in their groups', () => {
    const made = applyEdit(batch, { kind: 'duplicate', row: 4 })
    expect(groupMembers(made)).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
    expect(tokenCount(made, 5)).toBe(3)
  })
})

it('a turn is cut where a token says, and its reward ends the later half', () => {
  const made = applyEdit(full, { kind: 'turn', row: 1, token: 3 })
  expect(made.turns?.rollout.length).toBe(6)
  expect([made.turns?.end[1], made.turns?.start[2]]).toEqual([6, 6])
  expect(made.turnReward?.[1]).toBe(0)
  expect(made.turnReward?.[2]).toBe(full.turnReward?.[1])
})

describe('history', () => {
  const drag = [0.1, 0.2, 0.3].map(value => ({ kind: 'reward' as const, row: 0, value }))
  const dragged = drag.reduce(withEdit, unedited)
  it('holds a drag as one edit', () => {
    expect(dragged.done).toEqual([drag[2]])
  })
  it('takes back and does again, and forgets what was taken back when something new is done', () => {
    const back = undo(dragged)
    expect(back.done).toEqual([])
    expect(redo(back)).toEqual(dragged)
    expect(redo(withEdit(back, { kind: 'remove', row: 1 })).done).toHaveLength(1)
    expect(undo(unedited)).toEqual(unedited)
    expect(redo(unedited)).toEqual(unedited)
  })
})

it('awkward groups are what they are called, and the same for the same seed', () => {
  const made = (which: (typeof awkwardNames)[number]) => applyEdit(batch, { kind: 'awkward', group: 0, which, seed: 7 })
  const own = (one: Batch) => [...one.reward.slice(0, 3)].sort()
  expect(new Set(own(made('equal'))).size).toBe(1)
  expect(own(made('nearTie'))[2]! - own(made('nearTie'))[0]!).toBeCloseTo(1e-4, 6)
  expect(own(made('oneHot'))).toEqual([0, 0, 1])
  expect(own(made('heavyTail'))[2]).toBeGreaterThanOrEqual(8)
  const long = made('longIsWrong')
  const order = [0, 1, 2].sort((a, b) => tokenCount(long, a) - tokenCount(long, b))
  expect(order.map(row => long.reward[row])).toEqual(order.map(row => long.reward[row]).sort((a, b) => b! - a!))
  expect(
    made('stale')
      .ratio?.slice(0, 9)
      .some(ratio => Math.abs(ratio - 1) > 0.2),
  ).toBe(true)
  for (const which of awkwardNames) expect(made(which)).toEqual(made(which))
  expect([...made('heavyTail').reward.slice(3)]).toEqual([...batch.reward.slice(3)])
})

describe('a sibling from elsewhere', () => {
  const { turns: _, ...others } = full
  const flat = { ...others, mask: new Float32Array(others.token.length) }
  const made = applyEdit(flat, { kind: 'sibling', group: 0, tokens: [5, 6], reward: 0.25, correct: true })

  it('stands last in its group, with its own tokens, reward and verdict, and moves nobody else', () => {
    expect(groupMembers(made).map(members => members.length)).toEqual([4, 2])
    expect([...made.reward]).toEqual([1, 0, 0, 0.25, 0.5, 1])
    expect([...made.token.subarray(made.tokenStart[3], made.tokenStart[4])]).toEqual([5, 6])
    expect([made.correct?.[3], tokenCount(made, 4)]).toEqual([1, tokenCount(flat, 3)])
    expect(new Set(made.rollout).size).toBe(made.rollouts)
  })

  it('leaves out what is not known of it, so that nothing is computed from a guess', () => {
    expect([made.oldLogp, made.answer, made.rewardParts]).toEqual([undefined, undefined, undefined])
    expect(made.mask?.slice(made.tokenStart[3], made.tokenStart[4]).every(on => on === 1)).toBe(true)
  })

  it('is not made where responses have turns: whose words the others are is not known', () => {
    if (full.turns)
      expect(applyEdit(full, { kind: 'sibling', group: 0, tokens: [5], reward: 1, correct: true })).toBe(full)
  })
})
