import { expect, test } from 'vitest'
import { inferredTargets, targetColumn, verifiedTrees } from '../../core/formulas/value-targets.ts'
import { batchOf, context, paramsOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

/** Responses of three tokens each, in groups, with their verdicts. */
const said = (groups: readonly (readonly (readonly [string, number])[])[]) => {
  const rows = groups.flat()
  const letters = rows.flatMap(([word]) => [...word].map(letter => letter.charCodeAt(0)))
  return {
    ...batchOf(
      groups.map(group => group.map(([, right]) => right)),
      3,
    ),
    token: Int32Array.from(letters),
    correct: Float32Array.from(rows, ([, right]) => right),
  }
}

test('along a right response the targets rise evenly to 1, and a wrong first step is worth nothing', () => {
  const column = targetColumn(
    said([
      [
        ['abc', 1],
        ['xyz', 0],
      ],
    ]),
    1,
  )
  expect([...column].map(value => Math.round(value * 1e6) / 1e6)).toEqual([0.333333, 0.666667, 1, 0, 0, 0])
})

test('a wrong turn late keeps more than one early, and all targets lie between 0 and 1', () => {
  const [tree] = verifiedTrees(
    said([
      [
        ['abc', 1],
        ['abx', 0],
        ['axx', 0],
      ],
    ]),
    1,
  )
  const value = (word: string) =>
    inferredTargets(tree!).find(({ tokens }) => String.fromCharCode(...tokens) === word)!.value
  expect(value('abx')).toBeGreaterThan(value('ax'))
  for (const { value: one } of inferredTargets(tree!)) {
    expect(one).toBeGreaterThanOrEqual(0)
    expect(one).toBeLessThanOrEqual(1)
  }
})

test('groups without a right response teach nothing', () => {
  expect([...targetColumn(said([[['abc', 0]], [['abc', 1]]]), 1)].map(Number.isNaN)).toEqual([
    ...[true, true, true],
    ...[false, false, false],
  ])
})

test('the search says what its value model would be taught', () => {
  const { part } = resolveMethod('rest-mcts').probe!
  const { metrics, explain } = part.compute(
    'rest-mcts.probe',
    said([[['abc', 0]], [['abc', 1]]]),
    paramsOf('rest-mcts'),
    context,
  )
  expect(metrics.treesThatTeach).toBe(0.5)
  expect(explain!.valueTarget!.values[5]).toBe(1)
})
