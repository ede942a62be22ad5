import { expect, test } from 'vitest'
import { inFileOrder } from '../core/log.ts'
import type { ImportPiece } from '../protocol/import.ts'
import { type ImportNews, startImport } from '../store/imports.ts'
import { importLog } from './importing.ts'
import { portions, weightOf } from './portions.ts'

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
  expect(handed.length).toBeGreaterThan(1)
  expect(handed.reduce((sum, count) => sum + count)).toBe(600)
  const words = pieces.flatMap(piece => (piece.type === 'words' ? piece.words : []))
  expect(words.map(([, text]) => text)).toEqual(['one', ' two'])
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

test('what pictures need of a batch comes with it, so that the page computes nothing', async () => {
  const trl = [1, -1].map(advantage => ({ prompt: 'q', completion: 'one two', right: 1, advantage, step: 1 }))
  const pieces = await piecesOf([
    { name: 'a.jsonl', content: new Blob([trl.map(row => JSON.stringify(row)).join('\n')]) },
  ])
  const batch = pieces.find(({ type }) => type === 'batch')
  if (batch?.type !== 'batch') throw new Error('no batch came')
  expect(batch.batch.look).toMatchObject({
    phase: 'credit',
    credit: Float32Array.of(1, 1, -1, -1),
    metrics: { reward: 1 },
  })
})

test('a rollout that is long is handed over by itself', () => {
  const rollout = (length: number) => ({
    ...{ source: { file: 'a', row: 1 }, order: 0, group: 'g', extra: { nested: [{ text: 'x'.repeat(length) }] } },
  })
  const sizes = [...portions([10, 10, 5000, 10].map(rollout), weightOf, 4000)].map(portion => portion.length)
  expect(sizes).toEqual([2, 1, 1])
})

test('fields and formats are told, whether a file is known or not, for a person to say what they are', async () => {
  const unknown = new Blob([JSON.stringify({ alpha: 1, beta: 'two' })])
  const pieces = await piecesOf([{ name: 'x.jsonl', content: unknown }])
  expect(pieces).toContainEqual({ type: 'shape', shape: { fields: ['alpha', 'beta'], rows: [['1', '"two"']] } })
  expect(pieces.at(-1)).toMatchObject({ type: 'failed' })
  const known = await piecesOf(request.files)
  expect(known[0]).toMatchObject({
    type: 'formats',
    formats: expect.arrayContaining([{ id: 'verl', title: 'verl rollouts' }]),
  })
  expect(known.filter(({ type }) => type === 'shape')).toMatchObject([
    { shape: { fields: ['input', 'output', 'score', 'step'] } },
  ])
})
