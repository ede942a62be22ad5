import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bundleRows, chunkBundles, packBundles, placesByKey } from './packing.ts'

const token = fc.nat({ max: 2 })
const rowsOf = fc.array(
  fc.record({
    prompt: fc.array(token, { minLength: 1, maxLength: 3 }),
    tail: fc.array(token, { maxLength: 4 }),
  }),
  { minLength: 1, maxLength: 40 },
)
const most = 20

test('every token sees its own sequence, up to itself, and nothing else', () => {
  fc.assert(
    fc.property(rowsOf, rows => {
      for (const bundles of chunkBundles(bundleRows(rows, most), most)) {
        const { tokens, inputs, spans, lastQuery, members } = packBundles(bundles)
        expect(tokens).toBeLessThanOrEqual(most)
        const seenBy = (n: number): number[] => {
          const [prefix, length, own, slot] = Array.from(spans.subarray(4 * n, 4 * n + 4))
          expect(slot).toBe(n)
          const shared = Array.from({ length: length! }, (_, i) => prefix! + i)
          return [...shared, ...Array.from({ length: slot! - own! + 1 }, (_, i) => own! + i)]
        }
        for (const { row, promptSlot, tailSlot } of members) {
          const { prompt, tail } = rows[row]!
          const last = tail.length > 0 ? tailSlot + tail.length - 1 : promptSlot + prompt.length - 1
          const seen = seenBy(last)
          expect(seen.map(n => inputs[2 * n])).toEqual([...prompt, ...tail])
          expect(seen.map(n => inputs[2 * n + 1])).toEqual(seen.map((_, position) => position))
        }
        for (let n = 0; n < tokens; n++) {
          const keys = new Set(seenBy(n))
          for (let k = 0; k < tokens; k++) expect(k <= n && n < lastQuery[k]!).toBe(keys.has(k))
        }
      }
    }),
    { numRuns: 50 },
  )
})

test('each row is packed once, and its logits are those of its prompt and its tail', () => {
  fc.assert(
    fc.property(rowsOf, rows => {
      const packs = chunkBundles(bundleRows(rows, most), most).map(bundles => packBundles(bundles))
      const packed = packs.flatMap(({ members }) => members.map(({ row }) => row))
      expect(packed.sort((a, b) => a - b)).toEqual(rows.map((_, row) => row))
      for (const { members, headRows, inputs } of packs) {
        for (const { tail, promptHead, tailHead, promptLength } of members) {
          expect(inputs[2 * headRows[promptHead]! + 1]).toBe(promptLength - 1)
          tail.forEach((id, t) => {
            expect(inputs[2 * headRows[tailHead + t]!]).toBe(id)
          })
        }
      }
    }),
    { numRuns: 50 },
  )
})

test('reserved slots overlap neither each other nor the prompts', () => {
  const rows = [[1, 2], [0], [1, 2]].map(prompt => ({ prompt, tail: [2] }))
  const { members } = packBundles(bundleRows(rows, 100), 4)
  const prompts = [...new Set(members.map(({ promptSlot }) => promptSlot))]
  expect(prompts).toEqual([0, 2])
  expect(members.map(({ tailSlot }) => tailSlot)).toEqual([3, 7, 11])
})

test('places of equal keys stand together in ascending order', () => {
  const { start, places } = placesByKey([2, 0, 2, 1, 0], 4)
  expect(Array.from(start)).toEqual([0, 2, 3, 5, 5])
  expect(Array.from(places)).toEqual([1, 4, 3, 0, 2])
})
