import { expect, test } from 'vitest'
import { inFileOrder } from '../core/log.ts'
import type { ImportPiece } from '../protocol/import.ts'
import { type ImportNews, startImport } from '../store/imports.ts'
import { importLog } from './importing.ts'

const rows = Array.from({ length: 600 }, (_, k) => ({ input: `q${k >> 2}`, output: 'one two', score: k % 2, step: 1 }))
const content = new Blob([rows.map(row => JSON.stringify(row)).join('\n')])
const request = { files: [{ name: '1.jsonl', content }] }

async function piecesOf(files: typeof request.files): Promise<ImportPiece[]> {
  const pieces: ImportPiece[] = []
  await importLog({ files }, piece => pieces.push(structuredClone(piece)))
  return pieces
}

test('the first group comes before the rest, the rest in pieces that are soon taken', async () => {
  const pieces = await piecesOf(request.files)
  const first = pieces.findIndex(({ type }) => type === 'first')
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThan(pieces.findIndex(({ type }) => type === 'head'))
  const handed = pieces.flatMap(piece => (piece.type === 'rollouts' ? [piece.rollouts.length] : []))
  expect(handed).toEqual([250, 250, 100])
})

test('the page puts the pieces together, and hears nothing after it has ended the reading', async () => {
  const pieces = await piecesOf(request.files)
  const heard: ImportNews[] = []
  let told: ((piece: ImportPiece) => void) | undefined
  const stop = startImport(
    request,
    news => heard.push(news),
    (_, hear) => {
      told = hear
      return { end: () => undefined }
    },
  )
  for (const piece of pieces) told?.(piece)
  const last = heard.at(-1)
  if (last?.type !== 'done') throw new Error('it is not done')
  expect(inFileOrder(last.log.batches, ({ batch }, i) => batch.reward[i])).toEqual(rows.map(({ score }) => score))
  const before = heard.length
  stop()
  told?.({ type: 'failed', why: 'late' })
  expect(heard.length).toBe(before)
})

test('a file that no format knows hands over its fields, for a person to say what they are', async () => {
  const unknown = new Blob([JSON.stringify({ alpha: 1, beta: 'two' })])
  const last = (await piecesOf([{ name: 'x.jsonl', content: unknown }])).at(-1)
  expect(last).toMatchObject({ type: 'failed', unknown: { fields: ['alpha', 'beta'], rows: [['1', '"two"']] } })
})
