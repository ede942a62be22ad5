import { describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../../core/batch.ts'
import { batchOf, estimateOf } from '../fixture.ts'

/** Two proposals, each with its proposer (role 0) and two solvers (role 1). */
const rewards = [0.5, 1, 0, 1, 1, 1]
const batch = withColumns(batchOf([rewards], 1), {
  role: Float32Array.of(0, 1, 1, 0, 1, 1),
  proposal: Float32Array.of(0, 0, 0, 1, 1, 1),
})
const judged = (params = {}, of: Batch = batch) => [...estimateOf('hierarchical-grpo', of, params).batch.advantage]

describe('hierarchical GRPO', () => {
  test('compares solvers with those of the same proposal, and proposers with each other', () => {
    expect(judged()).toEqual([-0.25, 0.5, -0.5, 0.25, 0, 0])
  })

  test('compares solvers over all proposals where it is told to', () => {
    expect(judged({ groupRoles: 2 })).toEqual([-0.25, 0.25, -0.75, 0.25, 0.25, 0.25])
  })

  test('whoever has no peers gets nothing', () => {
    expect(judged({ groupRoles: 0 })).toEqual([0, 0.5, -0.5, 0, 0, 0])
  })

  test('of one role it is the group’s mean that is subtracted', () => {
    expect(judged({}, batchOf([[1, 0], [1]], 1))).toEqual([0.5, -0.5, 0])
  })
})
