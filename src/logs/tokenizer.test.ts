import { expect, test } from 'vitest'
import type { Log } from '../core/log.ts'
import { fileOf } from './file.ts'
import { jsonl, verl } from './fixtures.ts'
import { readLog } from './read.ts'
import { readTokenizer } from './tokenizer.ts'
/**
 * Three tokenizers trained on five sentences, as Qwen 2 (bytes), Llama 2 (SentencePiece) and T5 (Unigram) are made, and
 * the ids that Hugging Face's own library (tokenizers 0.23.3, Rust) cuts texts into without special tokens.
 */
import golden from './tokenizers.golden.json'

const file = (json: unknown, name = 'tokenizer.json') => fileOf(name, JSON.stringify(json))
const kinds = Object.entries(golden)
const bytes = golden.byteLevel.tokenizer

test.each(kinds)('%s cuts texts as the library that made it', async (_, { tokenizer, cases }) => {
  const { cut } = await readTokenizer(file(tokenizer))
  for (const { text, ids } of cases) expect(cut(text), text).toEqual(ids)
})

test.each(kinds)(
  '%s reads back as the text, but for a space before it and characters cut in two',
  async (kind, held) => {
    const { cut, textOf } = await readTokenizer(file(held.tokenizer))
    for (const { text } of held.cases) {
      const read = cut(text)!
        .map(id => textOf(id))
        .join('')
      const bytesOnly = /[^\x20-\x7e]|\\/.test(text)
      if (kind !== 'unigram' && !bytesOnly) expect(read.trimStart(), text).toBe(text.trimStart())
      expect(read).not.toContain('\uFFFD')
    }
    const emoji = cut('🤷')!
      .map(id => textOf(id))
      .join('')
    if (kind !== 'unigram') expect(emoji.replace(/[⟨⟩ ]/g, '')).toBe('F09FA4B7')
  },
)

const rows = [verl('What is 12 + 30?', 1), verl('What is 12 + 30?', 0)].map(row => ({
  ...row,
  output: 'the answer is 42',
}))
const tokensOf = (log: Log): string[] =>
  [...log.batches[0]!.batch.token.subarray(0, log.batches[0]!.batch.tokenStart[1])].map(
    id => log.vocabulary.get(id) ?? `#${id}`,
  )

test('beside a log of texts it gives real tokens, from any folder and in an order of its own', async () => {
  const log = await readLog([file(bytes, 'run/model/tokenizer.json'), fileOf('run/1.jsonl', jsonl(...rows))])
  expect([log.name, log.format, log.problems]).toEqual(['run/1.jsonl', 'verl', []])
  const whole = (await readTokenizer(file(bytes))).cut('the answer is 42')
  expect([...log.batches[0]!.batch.token]).toEqual([...whole!, ...whole!])
  expect(tokensOf(log).join('')).toBe('the answer is 42')
  expect(log.fields.tokens).toEqual({
    state: 'recomputed',
    because: expect.stringContaining('tokenizer.json (BPE, 340'),
  })
})

test('ids of a log get its texts; ids that it does not have are told', async () => {
  const exchange = (tokenIds: readonly number[]) =>
    [1, 0].map(reward => ({ group: 1, reward, response: 'the answer', tokenIds }))
  const ids = (await readTokenizer(file(bytes))).cut('the answer')!
  const read = (list: readonly number[]) => readLog([file(bytes), fileOf('a.jsonl', jsonl(...exchange(list)))])
  expect(tokensOf(await read(ids)).join('')).toBe('the answer')
  const known = await read(ids)
  expect([known.fields.tokens?.state, known.notices]).toEqual(['recorded', []])
  expect((await read([...ids, 9000])).notices.join()).toMatch(/1 of \d+ token ids is not in tokenizer\.json/)
  expect((await read([5, 6, 7])).notices.join()).toMatch(/reads other texts than the log’s/)
})

test('a log without one says how to get tokens, and its tokens are words', async () => {
  const log = await readLog([fileOf('1.jsonl', jsonl(...rows))])
  expect(tokensOf(log)).toEqual(['the', ' answer', ' is', ' 42'])
  expect(log.fields.tokens?.because).toMatch(/at words; tokenizer\.json of the model/)
})

test('alone it is no log', async () => {
  await expect(readLog([file(bytes)])).rejects.toThrow(/expected rollouts beside the tokenizer/)
})

const deep = JSON.parse(`${'{"type":"Sequence","normalizers":['.repeat(40)}${']}'.repeat(40)}`)
test.each([
  ['no JSON', '{', /JSON with a field "model"/],
  ['another file', { a: 1 }, /JSON with a field "model"/],
  ['WordPiece', { model: { type: 'WordPiece', vocab: {} } }, /expected BPE or Unigram, got WordPiece/],
  ['an id that would fill the memory', { ...bytes, model: { ...bytes.model, vocab: { a: 2 ** 31 } } }, /model\.vocab/],
  ['no merges', { ...bytes, model: { ...bytes.model, merges: 1 } }, /model\.merges/],
  ['odd merges', { ...bytes, model: { ...bytes.model, merges: [[1]] } }, /pairs of pieces/],
  ['an added token without a text', { ...bytes, added_tokens: [{ id: 1, content: '' }] }, /added_tokens/],
  ['parts within parts', { ...bytes, normalizer: deep }, /nested parts/],
  ['a part of no known kind', { ...bytes, pre_tokenizer: { type: 'Magic' } }, /a tokenizer that can be run/],
  ['a pattern that is none', { ...bytes, pre_tokenizer: { type: 'Split', pattern: { Regex: '(' } } }, /can be run/],
  ['keys of objects', { model: { type: 'BPE', vocab: { ['__proto__']: 'x' }, merges: [] } }, /model\.vocab/],
])('%s is told, and the log is read without it', async (_, json, says) => {
  const text = typeof json === 'string' ? json : JSON.stringify(json)
  const log = await readLog([fileOf('tokenizer.json', text), fileOf('1.jsonl', jsonl(...rows))])
  expect(log.problems).toHaveLength(1)
  expect(log.problems[0]).toMatch(says)
  expect(log.problems[0]).toMatch(/^tokenizer\.json/)
  expect(tokensOf(log)).toEqual(['the', ' answer', ' is', ' 42'])
})
