import { describe, expect, test } from 'vitest'
import { conventionOf } from '../../core/params.ts'
import { advantagesOf, batchOf } from '../fixture.ts'
import { resolveMethod } from '../index.ts'

const underVerl = (id: string) => conventionOf(resolveMethod(id).specs, 'verl')

describe('RLOO, vectorised', () => {
  test('under verl’s convention a group of one gets 0, where the loop gives the raw reward', () => {
    expect(advantagesOf('rloo-vectorized', batchOf([[2]]), underVerl('rloo-vectorized'))).toEqual([0])
    expect(advantagesOf('rloo', batchOf([[2]]), underVerl('rloo'))).toEqual([2])
  })

  test('is RLOO for every larger group', () => {
    const batch = batchOf([
      [3, 0, 0],
      [1, 5],
    ])
    expect(advantagesOf('rloo-vectorized', batch)).toEqual(advantagesOf('rloo', batch))
  })
})
