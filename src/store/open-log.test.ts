import { expect, test } from 'vitest'
import type { ImportPiece, ImportRequest } from '../protocol/import.ts'
import { createOpenLog } from './open-log.ts'

const shape = { fields: ['punkte', 'frage'], rows: [] }
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
  asked[0]!.hear({ type: 'shape', shape })
  asked[0]!.hear({ type: 'failed', why: 'unknown' })
  expect(opening.get()).toMatchObject({ failed: { why: 'unknown' }, shape })
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

const head = { name: 'a', format: 'verl', title: 'verl', framework: 'verl', fields: {}, notices: [], problems: [] }
const whole = (hear: (piece: ImportPiece) => void) => {
  hear({ type: 'head', head })
  hear({ type: 'done' })
}

test('files that can be had again are read as they are now, while the log stays on screen', async () => {
  const { opening, asked } = staged()
  let version = 1
  opening.open(files, async () => [{ name: `${version}.jsonl`, content: new Blob([]) }])
  whole(asked[0]!.hear)
  const before = opening.get()?.log
  version = 2
  const again = opening.readAgain()
  await expect.poll(() => asked.length).toBe(2)
  expect(asked[1]!.request.files.map(({ name }) => name)).toEqual(['2.jsonl'])
  asked[1]!.hear({ type: 'first', log: { ...head, batches: [], vocabulary: new Map() } })
  expect(opening.get()?.log).toBe(before)
  whole(asked[1]!.hear)
  expect(await again).toBe(opening.get()?.log)
  expect(opening.get()?.log).not.toBe(before)
  expect(opening.get()).toMatchObject({ id: 1, isWhole: true })
})

test('what cannot be read again says why, and the log stays as it was', async () => {
  const { opening, asked } = staged()
  opening.open(files, () => Promise.reject(new Error('the folder is gone')))
  whole(asked[0]!.hear)
  expect(await opening.readAgain()).toBeUndefined()
  expect(opening.get()).toMatchObject({ isWhole: true, failed: { why: expect.stringContaining('the folder is gone') } })
  opening.open(files)
  whole(asked[1]!.hear)
  expect(await opening.readAgain()).toBeUndefined()
  expect(opening.get()).toMatchObject({ again: undefined, failed: undefined })
})

test('a tokenizer alone is for the log that is open, in the place of one before', () => {
  const { opening, asked } = staged()
  const tokenizer = (name: string) => ({ name, content: new Blob([]) })
  opening.open(files)
  opening.change({ format: 'verl' })
  opening.open([tokenizer('tokenizer.json')])
  opening.open([tokenizer('other/tokenizer.json')])
  expect(asked.at(-1)!.request).toMatchObject({ format: 'verl', files: [...files, { name: 'other/tokenizer.json' }] })
})

test('a log that is read otherwise shows nothing of how it was read before', () => {
  const { opening, asked } = staged()
  opening.open(files)
  whole(asked[0]!.hear)
  opening.change({ format: 'trl' })
  expect(opening.get()).toMatchObject({ log: undefined, isWhole: false, settings: { format: 'trl' } })
})
