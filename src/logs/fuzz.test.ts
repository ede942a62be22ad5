import { expect, test } from 'vitest'
import { stream } from '../core/rng.ts'
import { fileOf } from './file.ts'
import { samples } from './fixtures.ts'
import { readLog } from './read.ts'
import golden from './tokenizers.golden.json'

const words = [
  'null',
  'NaN',
  '1e999',
  '-1',
  '[]',
  '{}',
  '"__proto__"',
  '""',
  'true',
  '[[[[]]]]',
  '"\\u0000"',
  '{"__proto__":{"a":1}}',
]

/** One of these texts with some of its bytes, values or its end broken; the same for the same number. */
function broken(
  k: number,
  texts: readonly string[],
  name = `${k}.jsonl`,
): { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> } {
  const draw = stream(11, 0, k)
  const below = (most: number) => Math.floor(draw() * most)
  let text = texts[below(texts.length)]!
  for (let fault = 0; fault <= below(3); fault++) {
    const values = [...text.matchAll(/(?<=[:[,]\s?)("(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|true|false|null)/g)]
    const value = values[below(values.length)]
    if (value)
      text = text.slice(0, value.index) + words[below(words.length)] + text.slice(value.index + value[0].length)
  }
  const bytes = new TextEncoder().encode(below(4) === 0 ? text.slice(0, below(text.length)) : text)
  for (let flip = below(3); flip > 0; flip--) bytes[below(bytes.length)] = below(256)
  return { name, bytes }
}

test('2,000 broken files are read or refused, in words that can be read', async () => {
  const texts = Object.values(samples)
  for (let k = 0; k < 2000; k++) {
    const { name, bytes } = broken(k, texts)
    const outcome = await readLog([fileOf(name, bytes)]).catch((error: unknown) => error)
    const said =
      outcome instanceof Error
        ? [outcome.name, ...outcome.message.split('\n')]
        : Object.values(Object(outcome))
            .filter(Array.isArray)
            .flat()
            .filter(one => typeof one === 'string')
    if (outcome instanceof Error) expect(['PlaygroundError', 'ExchangeError'], name).toContain(outcome.name)
    for (const sentence of said) {
      expect(String(sentence).length, name).toBeLessThan(1600)
      expect(String(sentence), name).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)
    }
  }
  expect(Object.keys(Object.prototype)).toEqual([])
})

test('a log beside any of 300 broken tokenizers is read, with its tokens or with words', async () => {
  const texts = Object.values(golden).map(({ tokenizer }) => JSON.stringify(tokenizer))
  const rows = fileOf('a.jsonl', samples.verl!)
  for (let k = 0; k < 300; k++) {
    const { name, bytes } = broken(k, texts, 'tokenizer.json')
    const log = await readLog([fileOf(name, bytes), rows])
    expect([log.format, log.batches[0]?.batch.rollouts], `${k}`).toEqual(['verl', 2])
    for (const problem of log.problems) expect(problem, `${k}`).toMatch(/^tokenizer\.json/)
  }
})
