import type { Scalar } from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import type { GptConfig } from '../../core/policy.ts'
import { openBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { initialParameters } from '../initialise.ts'
import { freshState } from '../optimiser.ts'
import type { PolicyTensors, SampleRequest } from '../policy.ts'
import { type Budget, defaultBudget } from './budget.ts'
import { createPolicy } from './index.ts'
import { openKernels } from './kernels.ts'
import { createNetwork } from './network.ts'

beforeAll(() => openBackend('cpu'))

const requestOf = (rows: number, maxResponse: number): SampleRequest => ({
  rows: Array.from({ length: rows }, (_, index) => ({
    problem: { index, prompt: [1, index % 9], text: '', data: {} },
    forced: [],
  })),
  uniforms: Float32Array.from({ length: rows * maxResponse }, (_, i) => Math.abs(Math.sin(1 + i))),
  ...{ maxResponse, stop: [], temperature: 1, topK: 0, topP: 1, reportTop: 0 },
})

async function openPolicy(config: GptConfig, budget: Partial<Budget> = {}) {
  const network = createNetwork(config, await openKernels())
  const policy = createPolicy(network, { ...defaultBudget, ...budget })
  policy.write(freshState(initialParameters(config, 1)))
  const iterate = async (request: SampleRequest) => {
    const { tokenStart, token } = await policy.sample(request)
    const rows = { problems: request.rows.map(({ problem }) => problem), tokenStart, token }
    const train = { rows, temperature: 1, logits: false, loss: ({ logp }: PolicyTensors) => tf.mean<Scalar>(logp) }
    return policy.update(train, {
      ...{ optimiser: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.95, weightDecay: 0, maxGradNorm: 1 },
    })
  }
  return { policy, iterate, network }
}

test('after the first iteration memory does not grow', async () => {
  const { iterate, network } = await openPolicy({
    vocabSize: 16,
    blockSize: 14,
    nLayer: 1,
    nHead: 2,
    nEmbd: 32,
    valueHead: false,
  })
  await iterate(requestOf(20, 12))
  const [bytes, mark, tensors] = [
    network.kernels.memory.buffer.byteLength,
    network.arena.mark(),
    tf.memory().numTensors,
  ]
  for (let i = 0; i < 300; i++) await iterate(requestOf(20 - (i % 20), 12))
  expect([network.kernels.memory.buffer.byteLength, network.arena.mark(), tf.memory().numTensors]).toEqual([
    bytes,
    mark,
    tensors,
  ])
})

test('memory is bounded by the budget, not by the size of the batch', async () => {
  const config = { vocabSize: 16, blockSize: 64, nLayer: 2, nHead: 4, nEmbd: 64, valueHead: false }
  const { iterate, network } = await openPolicy(config, { activationBytes: 4 * 2 ** 20, cacheBytes: 4 * 2 ** 20 })
  await iterate(requestOf(128, 60))
  // Kept for all 7,700 tokens the activations alone would take 61 MiB, the cache 16 MiB.
  expect(network.kernels.memory.buffer.byteLength).toBeLessThan(20 * 2 ** 20)
})
