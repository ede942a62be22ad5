/** What must hold on every backend, with the kernels and with plain operations: the same bits, and no growing memory. */
import type { Scalar } from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { policySpec } from '../core/policy.ts'
import { uniform } from '../core/rng.ts'
import { gpuDevice, openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { createPolicy } from './index.ts'
import { initialState } from './initialise.ts'
import type { OptimiserSettings, Policy, PolicyTensors, SampleRequest } from './policy.ts'
import { type DawnDevice, openDawn } from './webgpu/dawn.node.ts'

const sizes = { spec: policySpec('gpt-1x16'), vocabSize: 6, maxPrompt: 2, maxResponse: 3, valueHead: true }
const settings: OptimiserSettings = {
  optimiser: 'adam',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.95,
  weightDecay: 0.01,
  maxGradNorm: 1,
}

/** Six rollouts of three problems; their noise depends on the iteration, their lengths on `stop`. */
const sampling = (iteration: number, stop: readonly number[]): SampleRequest => ({
  rows: Array.from({ length: 6 }, (_, row) => {
    const index = row % 3
    return { problem: { index, prompt: [1, index].slice(index === 0 ? 1 : 0), text: '', data: {} }, forced: [] }
  }),
  uniforms: Float32Array.from({ length: 18 }, (_, i) => uniform(iteration, i)),
  maxResponse: sizes.maxResponse,
  stop,
  temperature: 0.9,
  topK: 0,
  topP: 1,
  reportTop: 2,
})

const loss = ({ logp, entropy, value }: PolicyTensors): Scalar =>
  tf.mean<Scalar>(tf.addN([tf.square(logp), tf.mul(entropy, -0.1), tf.square(value ?? logp)]))

async function iterate(policy: Policy, iteration: number, stop: readonly number[] = [0]) {
  const request = sampling(iteration, stop)
  const sampled = await policy.sample(request)
  const { tokenStart, token } = sampled
  const rows = { problems: request.rows.map(({ problem }) => problem), tokenStart, token }
  return { sampled, ...(await policy.update({ rows, temperature: 0.9, logits: false, loss }, settings)) }
}

/** Bytes of the device buffers that are alive, whoever made them. */
function watchDevice(device: GPUDevice): () => number {
  let bytes = 0
  const create = device.createBuffer.bind(device)
  device.createBuffer = descriptor => {
    const buffer = create(descriptor)
    const destroy = buffer.destroy.bind(buffer)
    bytes += descriptor.size
    buffer.destroy = () => {
      bytes -= descriptor.size
      buffer.destroy = destroy
      destroy()
    }
    return buffer
  }
  return () => bytes
}

let dawn: DawnDevice
let deviceBytes: () => number
beforeAll(async () => {
  dawn = await openDawn()
  vi.stubGlobal('navigator', { gpu: dawn.gpu })
  await openBackend('webgpu')
  deviceBytes = watchDevice(await gpuDevice())
})
afterAll(() => dawn.close())

/** Backend, path, how often a run is repeated, and for how many iterations memory is watched. */
const everyPath = [
  ['cpu', 'plain', 10, 50],
  ['wasm', 'plain', 10, 50],
  ['wasm', 'fused', 10, 300],
  ['webgpu', 'fused', 10, 99],
  // Seconds per iteration where a processor plays the GPU.
  ['webgpu', 'plain', 3, 3],
] as const

describe.each(everyPath)('%s, %s', { timeout: 120_000 }, (backend, path, repetitions, iterations) => {
  let policy: Policy
  beforeAll(async () => {
    await openBackend(backend)
    const created = await createPolicy({ ...sizes, backend, path })
    expect(created).toMatchObject({ path, notice: '' })
    expect(tf.getBackend()).toBe(backend)
    policy = created.policy
    return () => policy.dispose()
  }, 120_000)

  test(`${repetitions} runs give the same bits`, async () => {
    const runs: unknown[] = []
    for (let run = 0; run < repetitions; run++) {
      policy.write(initialState(policy, 1))
      runs.push([await iterate(policy, 1), await policy.read()])
    }
    for (const run of runs) expect(run).toEqual(runs[0])
  })

  test(`${iterations} iterations of one size hold the memory of the first third`, async () => {
    const held = () => [tf.memory().numTensors, tf.memory().numBytes, deviceBytes()]
    const early = iterations / 3
    let i = 0
    while (i < early) await iterate(policy, i++, [])
    const before = held()
    while (i < iterations) await iterate(policy, i++, [])
    expect(held()).toEqual(before)
  })
})
