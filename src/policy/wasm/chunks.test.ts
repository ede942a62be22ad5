import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Chunk, planChunks } from './chunks.ts'

const ids = (minLength: number) => fc.array(fc.integer({ min: 0, max: 2 }), { minLength, maxLength: 5 })
const sequences = fc.array(fc.record({ prompt: ids(1), response: ids(0) }), { minLength: 1, maxLength: 12 })

/** The tokens that a response token is predicted from, found through the segments. */
function context(chunk: Chunk, row: number, source: number): number[] {
  const [start = 0, , prefixStart = 0, prefix = 0] = chunk.segments.subarray(4 * chunk.segmentOf[row]!)
  const prompt = [...chunk.token.subarray(prefixStart, prefixStart + prefix)]
  return source < start ? prompt : [...prompt, ...chunk.token.subarray(start, source + 1)]
}

test('every response token is predicted from exactly what stands before it, at the right positions', () => {
  fc.assert(
    fc.property(sequences, fc.integer({ min: 1, max: 30 }), (given, limit) => {
      const chunks = planChunks(given, limit)
      expect(chunks.reduce((rows, chunk) => rows + chunk.rows, 0)).toBe(given.length)
      for (const chunk of chunks) {
        let output = 0
        for (let r = 0; r < chunk.rows; r++) {
          const { prompt, response } = given[chunk.firstRow + r]!
          response.forEach((id, t) => {
            const source = chunk.source[output]!
            expect(chunk.target[output]).toBe(id)
            expect(chunk.position[source]).toBe(prompt.length - 1 + t)
            // A shared prompt ends where the first response token is predicted.
            const seen = t === 0 ? chunk.token.slice(source - prompt.length + 1, source + 1) : context(chunk, r, source)
            expect([...seen]).toEqual([...prompt, ...response.slice(0, t)])
            output++
          })
        }
        expect(output).toBe(chunk.source.length)
        expect(chunk.rows === 1 || chunk.token.length <= limit).toBe(true)
      }
    }),
  )
})

test('siblings share their prompt', () => {
  const prompt = [1, 2, 3]
  const [chunk, ...rest] = planChunks(
    [
      { prompt, response: [4, 5] },
      { prompt, response: [6, 7, 8] },
    ],
    100,
  )
  expect(rest).toEqual([])
  expect([...chunk!.token]).toEqual([1, 2, 3, 4, 6, 7])
  expect([...chunk!.source]).toEqual([2, 3, 2, 4, 5])
})
