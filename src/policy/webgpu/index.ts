/** The tiny GPT in WebGPU kernels of its own, on the device of TensorFlow.js. */
import type { GptConfig } from '../../core/policy.ts'
import { gpuDevice } from '../../tensor/backends.ts'
import { freshState, takeState } from '../optimiser.ts'
import type { Policy, PolicyState, TrainRequest } from '../policy.ts'
import { sampleWithReplies } from '../replay.ts'
import { checkSample, sequencesOf } from '../request.ts'
import { allowedTokens } from '../sampling.ts'
import { compileKernels } from './compile.ts'
import { type Gpu, openGpu } from './gpu.ts'
import { allowedFlag, stopFlag } from './kernels/head.ts'
import type { Network } from './network.ts'
import { normSquared, type Parameters, submitUpdate } from './optimise.ts'
import { type Pace, sampleRows } from './sampler.ts'
import { shapeOf } from './shape.ts'
import { differentiate, scoreRows } from './trainer.ts'

export interface WebgpuGpt extends Policy {
  /** Device memory held, bytes. It grows with the largest batch so far, and with nothing else. */
  readonly deviceBytes: () => number
}

/**
 * Weights are zero until `write`. `device` is TensorFlow.js's own by default, which must be open (tensor/backends.ts), as
 * must a host backend for the losses. Fails with the house error when there is no device, when it does not compile the
 * kernels, when memory is short, or when heads are not a multiple of 4 wide; the caller then takes another policy.
 * Calls are served one after the other. Results have the same bits on every run on one device.
 */
export const createWebgpuGpt = async (config: GptConfig, device?: GPUDevice): Promise<WebgpuGpt> =>
  openWebgpuGpt(config, openGpu(device ?? (await gpuDevice())))

/** The same on an opened device. */
export async function openWebgpuGpt(config: GptConfig, gpu: Gpu): Promise<WebgpuGpt> {
  const shape = shapeOf(config)
  const kernels = await compileKernels(gpu, shape.d4)
  const arrays = uploadState(gpu, freshState(new Float32Array(shape.parameters)))
  const network: Network = { gpu, kernels, shape, weights: arrays.weights }
  const allowed = allowedTokens(shape.vocab, config.forbidden)
  const pace: Pace = { rounds: 4 }
  const inTurn = createQueue()
  let updates = 0

  const uploadFlags = (stop: readonly number[] = []) =>
    gpu.upload(
      'flags',
      Uint32Array.from(allowed, (open, id) => (open ? allowedFlag : 0) | (stop.includes(id) ? stopFlag : 0)),
    )
  const differentiateRows = (request: TrainRequest) => {
    const sequences = sequencesOf('policy.gradient', config, request.rows)
    return differentiate(network, arrays, uploadFlags(), request, sequences)
  }
  return {
    spec: { kind: 'gpt', nLayer: config.nLayer, nHead: config.nHead, nEmbd: config.nEmbd },
    layout: shape.layout,
    vocabSize: shape.vocab,
    sample: (request, onProgress = () => {}) =>
      inTurn(async () => {
        checkSample('policy.sample', config, request)
        const flags = uploadFlags(request.stop)
        return sampleWithReplies(request, one => sampleRows(network, flags, one, pace, onProgress))
      }),
    score: (rows, temperature) =>
      inTurn(async () => {
        const sequences = sequencesOf('policy.score', config, rows)
        return scoreRows(network, uploadFlags(), sequences, rows.tokenStart, temperature)
      }),
    gradient: request =>
      inTurn(async () => {
        const loss = await differentiateRows(request)
        const [gradient] = await readFloats(gpu, [arrays.gradient], shape.parameters)
        return { loss, gradient: gradient! }
      }),
    update: (request, settings) =>
      inTurn(async () => {
        const loss = await differentiateRows(request)
        if (Number.isFinite(loss)) submitUpdate(network, arrays, settings, updates + 1)
        const [squared] = await readFloats(gpu, [normSquared(network)], 1)
        const gradNorm = Math.sqrt(squared![0]!)
        if (Number.isFinite(loss) && Number.isFinite(gradNorm)) updates++
        return { loss, gradNorm }
      }),
    read: () =>
      inTurn(async () => {
        const held = [arrays.weights, arrays.moment1, arrays.moment2]
        const [parameters, moment1, moment2] = await readFloats(gpu, held, shape.parameters)
        return { parameters: parameters!, moment1: moment1!, moment2: moment2!, updates }
      }),
    write: state => {
      uploadState(gpu, takeState('policy.write', shape.parameters, state))
      updates = state.updates
    },
    deviceBytes: gpu.bytes,
    dispose: gpu.dispose,
  }
}

/** The buffers keep their place, so a second upload writes into the first one's. */
const uploadState = (gpu: Gpu, { parameters, moment1, moment2 }: PolicyState): Parameters => ({
  weights: gpu.upload('weights', parameters),
  moment1: gpu.upload('moment1', moment1),
  moment2: gpu.upload('moment2', moment2),
  gradient: gpu.buffer('gradient', parameters.byteLength),
})

/** The first `count` numbers of each buffer. */
async function readFloats(gpu: Gpu, held: readonly GPUBuffer[], count: number): Promise<Float32Array[]> {
  const data = await gpu.download(held.map(from => ({ from, bytes: 4 * count })))
  return data.map(bytes => new Float32Array(bytes))
}

/** Runs tasks one after the other: they share the activations' buffers. */
function createQueue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return task => {
    const result = last.then(task, task)
    last = result
    return result
  }
}
