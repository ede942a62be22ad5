/** The device as the kernels see it: compiled kernels, named buffers, submissions of dispatches, read-backs. */
import { isSoftware } from '../../tensor/adapter.ts'
import { type Buffers, createBuffers } from './buffers.ts'
import { createGuard, type Guard } from './guard.ts'
import { type Dispatch, type Kernel, type KernelSource, wgsl } from './kernel.ts'
import { pipelineFor } from './pipelines.ts'

/** What the device is good at; it changes speed, never a result's meaning. */
export interface Traits {
  /** A CPU that imitates a GPU: few, fat threads are best. */
  readonly software: boolean
  readonly workgroup: number
  /** Largest size of one storage buffer, bytes. */
  readonly largestBuffer: number
  /** Memory that one batch's activations or caches may take, bytes; more rows go through in parts. */
  readonly budget: number
  /** Multiplications of one dispatch, so that none holds the adapter for long. */
  readonly dispatchWork: number
}

export interface Submission {
  /** Set to zero before the first dispatch. */
  readonly clear?: readonly GPUBuffer[]
  readonly dispatches: readonly Dispatch[]
  /** How often the dispatches run, one round after the other; 1 by default. */
  readonly rounds?: number
}

/** The beginning of a buffer. */
export interface Part {
  readonly from: GPUBuffer
  readonly bytes: number
}

/** Errors of the device reject at the next `compile` or `download`, and throw everywhere after that. */
export interface Gpu {
  readonly traits: Traits
  readonly compile: <P extends string, B extends string>(source: KernelSource<P, B>) => Promise<Kernel<P, B>>
  /** The buffer of this name, at least `bytes` long. A buffer that must grow is replaced and its content lost. */
  readonly buffer: (name: string, bytes: number) => GPUBuffer
  readonly upload: (name: string, data: Uint32Array | Float32Array) => GPUBuffer
  readonly submit: (submission: Submission) => void
  /** Copies to the host, after all that was submitted. */
  readonly download: (parts: readonly Part[]) => Promise<ArrayBuffer[]>
  /** Device memory held, bytes. */
  readonly bytes: () => number
  readonly dispose: () => void
}

/** `traits` are found out from the device; tests set their own. */
export function openGpu(device: GPUDevice, traits: Traits = traitsOf(device)): Gpu {
  const guard = createGuard(device)
  const buffers = createBuffers(device, guard, traits.largestBuffer)
  return {
    traits,
    compile: async source => {
      const pipeline = pipelineFor(device, source.name, wgsl(source, traits.workgroup))
      return { source, workgroup: traits.workgroup, pipeline: await guard.settled(pipeline) }
    },
    buffer: buffers.storage,
    upload: (name, data) => {
      const held = buffers.storage(name, data.byteLength)
      device.queue.writeBuffer(held, 0, data)
      return held
    },
    submit: submission => {
      guard.check()
      guard.watch('validation', () => device.queue.submit([encode(device, buffers, submission)]))
    },
    download: parts => download(device, buffers, guard, parts),
    bytes: buffers.bytes,
    dispose: buffers.dispose,
  }
}

const mebibyte = 2 ** 20

type LimitNames =
  | `maxCompute${'InvocationsPerWorkgroup' | 'WorkgroupSizeX'}`
  | `max${'StorageBufferBinding' | 'Buffer'}Size`
type Device = Partial<Pick<GPUDevice, 'adapterInfo'>> & { readonly limits: Pick<GPUSupportedLimits, LimitNames> }

/** `adapterInfo` is younger than WebGPU itself; without it the device is taken for a real GPU. */
export function traitsOf({ adapterInfo, limits }: Device): Traits {
  const software = adapterInfo !== undefined && isSoftware(adapterInfo)
  return {
    software,
    workgroup: Math.min(software ? 16 : 64, limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX),
    largestBuffer: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize, 512 * mebibyte),
    budget: 256 * mebibyte,
    // About a tenth of a second on two processor cores; a real GPU needs far less.
    dispatchWork: software ? 2.5e8 : 4e9,
  }
}

/** Alignment of a uniform binding's offset, bytes. */
const uniformSlot = 256

function encode(device: GPUDevice, buffers: Buffers, submission: Submission): GPUCommandBuffer {
  const { clear = [], dispatches, rounds = 1 } = submission
  const uniforms = buffers.uniform(dispatches.length * uniformSlot)
  const data = new Uint32Array((dispatches.length * uniformSlot) / 4)
  dispatches.forEach((dispatch, i) => {
    data.set(dispatch.uniforms, (i * uniformSlot) / 4)
  })
  device.queue.writeBuffer(uniforms, 0, data)
  const commands = dispatches.map((dispatch, i) => ({
    pipeline: dispatch.pipeline,
    grid: gridOf(dispatch),
    bindings: device.createBindGroup({
      label: dispatch.label,
      layout: dispatch.pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer: uniforms, offset: i * uniformSlot, size: uniformSlot } },
        ...dispatch.buffers.map((buffer, at) => ({ binding: at + 1, resource: { buffer } })),
      ],
    }),
  }))
  const encoder = device.createCommandEncoder()
  for (const buffer of clear) encoder.clearBuffer(buffer)
  const pass = encoder.beginComputePass()
  for (let round = 0; round < rounds; round++) {
    for (const { pipeline, bindings, grid } of commands) {
      pass.setPipeline(pipeline)
      pass.setBindGroup(0, bindings)
      pass.dispatchWorkgroups(...grid)
    }
  }
  pass.end()
  return encoder.finish()
}

/** WebGPU's smallest guaranteed limit. */
const mostGroups = 65_535

/** Workgroups beyond one dimension's limit go to the second; the kernels' frame puts the threads together again. */
function gridOf({ threads, workgroup }: Dispatch): [number, number] {
  const groups = Math.max(1, Math.ceil(threads / workgroup))
  const rows = Math.ceil(groups / mostGroups)
  return [Math.ceil(groups / rows), rows]
}

async function download(
  device: GPUDevice,
  buffers: Buffers,
  guard: Guard,
  parts: readonly Part[],
): Promise<ArrayBuffer[]> {
  guard.check()
  // Mapping nothing is an error.
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0) || 4
  const staging = buffers.staging(total)
  const encoder = device.createCommandEncoder()
  let end = 0
  const offsets = parts.map(({ from, bytes }) => {
    if (bytes > 0) encoder.copyBufferToBuffer(from, 0, staging, end, bytes)
    end += bytes
    return end - bytes
  })
  device.queue.submit([encoder.finish()])
  await guard.settled(staging.mapAsync(GPUMapMode.READ, 0, total))
  const mapped = staging.getMappedRange(0, total)
  const copies = parts.map(({ bytes }, i) => mapped.slice(offsets[i]!, offsets[i]! + bytes))
  staging.unmap()
  return copies
}
