import { expect, test } from 'vitest'
import type { ImportPiece, ImportRequest } from '../protocol/import.ts'
import { createOpenLog } from './open-log.ts'

const files = [{ name: 'a.jsonl', content: new Blob([]) }]

/** A worker that is told what to answer. */
function staged() {
  const asked: { readonly request: ImportRequest; readonly hear: (piece: ImportPiece) => void; ended: boolean }[] = []
  const opening = createOpenLog((request, hear) => {
    const one = { request, hear, ended: false }
    asked.push(one)
    return {
      end: () => {
        one.ended = true
      },
    }
  })
  return { opening, asked }
}

test('new files end the reading of those before', () => {
  const { opening, asked } = staged()
  opening.open(files)
  opening.open([{ name: 'b.jsonl', content: new Blob([]) }])
  expect(asked.map(({ ended }) => ended)).toEqual([true, false])
  asked[0]!.hear({ type: 'failed', why: 'late' })
  expect(opening.get()).toMatchObject({ failed: undefined, files: [{ name: 'b.jsonl' }] })
})

test('what could not be read says why, and is read again as a person maps it', () => {
  const { opening, asked } = staged()
  opening.open(files)
  asked[0]!.hear({ type: 'failed', why: 'unknown', unknown: { fields: ['punkte', 'frage'], rows: [] } })
  expect(opening.get()?.failed?.why).toBe('unknown')
  opening.change({ mapping: { reward: 'punkte', prompt: 'frage' } })
  expect(asked[1]!.request).toMatchObject({ files, mapping: { reward: 'punkte' } })
  expect(opening.get()).toMatchObject({ failed: undefined, reading: { share: 0 } })
})

test('a log that is closed is gone, and its worker too', () => {
  const { opening, asked } = staged()
  opening.open(files)
  opening.close()
  expect([opening.get(), asked[0]!.ended]).toEqual([undefined, true])
})
