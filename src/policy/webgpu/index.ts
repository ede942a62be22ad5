/** The tiny GPT in WebGPU kernels of its own, on the device of TensorFlow.js. */
import type { GptConfig } from '../../core/policy.ts'
import { gpuDevice } from '../../tensor/backends.ts'
import { freshState, takeState } from '../optimiser.ts'
import type { Policy, PolicyState, TrainRequest } from '../policy.ts'
import { checkSample, sequencesOf } from '../request.ts'
import { allowedTokens } from '../sampling.ts'
import { compileKernels } from './compile.ts'
import { type Gpu, openGpu } from './gpu.ts'
import { allowedFlag, stopFlag } from './kernels/head.ts'
import type { Network } from './network.ts'
import { type Pace, sampleRows } from './sampler.ts'
import { shapeOf } from './shape.ts'
import { differentiate, type Parameters, scoreRows, submitUpdate } from './trainer.ts'

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
  const allowed = allowedTokens(shape.vocab, config.forbidden)
  const pace: Pace = { rounds: 4 }
  const inTurn = createQueue()
  const bytes = 4 * shape.parameters

  const upload = ({ parameters, moment1, moment2 }: PolicyState): Parameters => ({
    weights: gpu.upload('weights', parameters),
    moment1: gpu.upload('moment1', moment1),
    moment2: gpu.upload('moment2', moment2),
    gradient: gpu.buffer('gradient', bytes),
  })
  const arrays = upload(freshState(new Float32Array(shape.parameters)))
  const network: Network = { gpu, kernels, shape, weights: arrays.weights }
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
  const floats = async (...from: GPUBuffer[]) =>
    (await gpu.download(from.map(buffer => ({ from: buffer, bytes })))).map(data => new Float32Array(data))

  return {
    spec: { kind: 'gpt', nLayer: config.nLayer, nHead: config.nHead, nEmbd: config.nEmbd },
    layout: shape.layout,
    vocabSize: shape.vocab,
    sample: (request, onProgress = () => {}) =>
      inTurn(async () => {
        checkSample('policy.sample', config, request)
        return sampleRows(network, uploadFlags(request.stop), request, pace, onProgress)
      }),
    score: (rows, temperature) =>
      inTurn(async () => {
        const sequences = sequencesOf('policy.score', config, rows)
        return scoreRows(network, uploadFlags(), sequences, rows.tokenStart, temperature)
      }),
    gradient: request =>
      inTurn(async () => {
        const { loss } = await differentiateRows(request)
        const [gradient = new Float32Array()] = await floats(arrays.gradient)
        return { loss, gradient }
      }),
    update: (request, settings) =>
      inTurn(async () => {
        const { loss, normSquared } = await differentiateRows(request)
        if (Number.isFinite(loss)) submitUpdate(network, arrays, normSquared, settings, updates + 1)
        const [norm = new ArrayBuffer(4)] = await gpu.download([{ from: normSquared, bytes: 4 }])
        const gradNorm = Math.sqrt(new Float32Array(norm)[0]!)
        if (Number.isFinite(loss) && Number.isFinite(gradNorm)) updates++
        return { loss, gradNorm }
      }),
    read: () =>
      inTurn(async () => {
        const [parameters, moment1, moment2] = await floats(arrays.weights, arrays.moment1, arrays.moment2)
        const none = new Float32Array()
        return { parameters: parameters ?? none, moment1: moment1 ?? none, moment2: moment2 ?? none, updates }
      }),
    write: state => {
      const taken = takeState('policy.write', shape.parameters, state)
      upload(taken)
      updates = taken.updates
    },
    deviceBytes: gpu.bytes,
    dispose: gpu.dispose,
  }
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
