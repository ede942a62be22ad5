import { beforeAll, describe, expect, test } from 'vitest'
import { type GptConfig, gptLayout, parameterCount } from '../core/policy.ts'
import { drawNormal, stream } from '../core/rng.ts'
import type { Problem } from '../core/task.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { attentionMaps } from './attention.ts'
import { naiveGpt } from './gpt-naive.ts'
import { createPlainGpt } from './gpt-plain.ts'
import { freshState } from './optimiser.ts'
import type { Rows } from './policy.ts'
import { createTabular } from './tabular.ts'
import { createWasmGpt } from './wasm/index.ts'

const config: GptConfig = { vocabSize: 7, blockSize: 9, nLayer: 2, nHead: 2, nEmbd: 32, valueHead: true }
const problem = (...prompt: number[]): Problem => ({ index: 0, prompt, text: '', data: {} })
const rows: Rows = {
  problems: [problem(1), problem(3, 2, 4), problem(0, 5)],
  tokenStart: Int32Array.of(0, 4, 5, 5),
  token: Int32Array.of(3, 1, 0, 6, 4),
}
const sequences = [
  [1, 3, 1, 0, 6],
  [3, 2, 4, 4],
  [0, 5],
]
const draw = stream(2, 99)
const parameters = Float32Array.from({ length: parameterCount(gptLayout(config)) }, () => 0.4 * drawNormal(draw))

describe('attention maps', () => {
  beforeAll(async () => {
    await openBackend('cpu')
  })

  test.each([
    ['plain operations', async () => createPlainGpt(config, 'cpu')],
    ['kernels', () => createWasmGpt(config)],
  ])('of a policy computed by %s are those of the naive network', async (_, create) => {
    const policy = await create()
    policy.write(freshState(parameters))
    const held = tf.memory().numTensors
    const maps = (await attentionMaps(policy, rows))!
    expect(tf.memory().numTensors).toBe(held)
    expect([maps.layers, maps.heads]).toEqual([2, 2])
    sequences.forEach((ids, row) => {
      const { attention } = naiveGpt(config, parameters, ids)
      for (const layer of [0, 1]) {
        for (const head of [0, 1]) {
          const map = maps.map(layer, head, row)
          expect(map).toHaveLength(ids.length)
          map.forEach((seen, t) => {
            seen.forEach((weight, s) => {
              expect(weight).toBeCloseTo(s > t ? 0 : attention[layer]![head]![t]![s]!, 5)
            })
          })
        }
      }
    })
    policy.dispose()
  })

  test('a table has none', async () => {
    const table = createTabular({ rows: 1, vocabSize: 7, rowOf: () => 0 })
    expect(await attentionMaps(table, rows)).toBeUndefined()
  })
})
