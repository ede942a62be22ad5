/**
 * The device as the kernels see it: compiled kernels, buffers that only grow, submissions of dispatches, read-backs.
 * Whatever goes wrong on the device (a lost device, a shader that does not compile, no memory) rejects with the house
 * error; nothing here waits for ever.
 */
import { fail, PlaygroundError } from '../../core/fail.ts'
import { type Kernel, type KernelSource, wgsl } from './kernel.ts'

/** What the device is good at; it changes speed, never a result's meaning. */
export interface Traits {
  /** A CPU that imitates a GPU: few, fat threads are best. */
  readonly software: boolean
  readonly workgroup: number
  /** Largest size of one storage buffer, bytes. */
  readonly largestBuffer: number
}

export interface Dispatch {
  readonly label: string
  readonly pipeline: GPUComputePipeline
  readonly workgroup: number
  readonly threads: number
  readonly buffers: readonly GPUBuffer[]
  readonly uniforms: Uint32Array
}

export interface Submission {
  /** Set to zero before the first dispatch. */
  readonly clear?: readonly GPUBuffer[]
  readonly dispatches: readonly Dispatch[]
  /** How often the dispatches run, one round after the other; 1 by default. */
  readonly rounds?: number
}

export interface Gpu {
  readonly device: GPUDevice
  readonly traits: Traits
  readonly compile: <P extends string, B extends string>(source: KernelSource<P, B>) => Promise<Kernel<P, B>>
  /** The buffer of this name, at least `bytes` long. A buffer that must grow is replaced and its content lost. */
  readonly buffer: (name: string, bytes: number) => GPUBuffer
  readonly upload: (name: string, data: Uint32Array | Float32Array) => GPUBuffer
  readonly submit: (submission: Submission) => void
  /** Copies of the beginnings of buffers, after all that was submitted. */
  readonly download: (parts: readonly { readonly from: GPUBuffer; readonly bytes: number }[]) => Promise<ArrayBuffer[]>
  /** Device memory held, bytes. */
  readonly bytes: () => number
  readonly dispose: () => void
}

const uniformSlot = 256
const mostGroups = 65_535
/** WebGPU's smallest guaranteed storage-buffer binding; a limit below what a device offers keeps submissions short. */
const comfortableBuffer = 128 * 2 ** 20

const usage = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST

/** Pipelines do not depend on the policy's sizes, so policies on one device share them. */
const pipelines = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>()

export function openGpu(device: GPUDevice): Gpu {
  const traits = traitsOf(device)
  const buffers = new Map<string, GPUBuffer>()
  let failure: Error | undefined
  const onError = ({ error }: GPUUncapturedErrorEvent) => {
    failure ??= deviceError(error.message)
  }
  device.addEventListener('uncapturederror', onError)
  const lost = device.lost.then(({ message }): never => {
    failure ??= deviceError(`a lost device (${message || 'no reason given'})`)
    throw failure
  })
  lost.catch(() => {})
  const check = () => {
    if (failure) throw failure
  }
  const within = async <T>(work: Promise<T>): Promise<T> => {
    const result = await Promise.race([work, lost]).catch(error => {
      throw failure ?? deviceError(String(error))
    })
    check()
    return result
  }

  const make = (name: string, bytes: number, bits: number): GPUBuffer => {
    const held = buffers.get(name)
    if (held && held.size >= bytes) return held
    held?.destroy()
    const made = device.createBuffer({ label: name, size: roomFor(bytes), usage: bits })
    buffers.set(name, made)
    return made
  }
  const buffer = (name: string, bytes: number): GPUBuffer => {
    check()
    if (bytes > traits.largestBuffer) {
      fail('webgpu.buffer', `at most ${traits.largestBuffer} bytes for "${name}"`, `${bytes}`, 'Use a smaller policy.')
    }
    return make(name, bytes, usage())
  }

  const submit = ({ clear = [], dispatches, rounds = 1 }: Submission) => {
    check()
    const uniforms = make('uniforms', dispatches.length * uniformSlot, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST)
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
          ...dispatch.buffers.map((held, at) => ({ binding: at + 1, resource: { buffer: held } })),
        ],
      }),
    }))
    const encoder = device.createCommandEncoder()
    for (const held of clear) encoder.clearBuffer(held)
    const pass = encoder.beginComputePass()
    for (let round = 0; round < rounds; round++) {
      for (const { pipeline, bindings, grid } of commands) {
        pass.setPipeline(pipeline)
        pass.setBindGroup(0, bindings)
        pass.dispatchWorkgroups(...grid)
      }
    }
    pass.end()
    device.queue.submit([encoder.finish()])
  }

  const download: Gpu['download'] = async parts => {
    check()
    const total = Math.max(
      4,
      parts.reduce((sum, { bytes }) => sum + bytes, 0),
    )
    const staging = make('read-back', total, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST)
    const encoder = device.createCommandEncoder()
    let offset = 0
    for (const { from, bytes } of parts) {
      if (bytes > 0) encoder.copyBufferToBuffer(from, 0, staging, offset, bytes)
      offset += bytes
    }
    device.queue.submit([encoder.finish()])
    await within(staging.mapAsync(GPUMapMode.READ, 0, total))
    const mapped = staging.getMappedRange(0, total).slice(0)
    staging.unmap()
    let at = 0
    return parts.map(({ bytes }) => {
      at += bytes
      return mapped.slice(at - bytes, at)
    })
  }

  return {
    device,
    traits,
    compile: async source => {
      const code = wgsl(source, traits.workgroup)
      const known = pipelines.get(device) ?? new Map<string, Promise<GPUComputePipeline>>()
      pipelines.set(device, known)
      const pipeline = known.get(code) ?? createPipeline(device, source.name, code)
      known.set(code, pipeline)
      return { source, workgroup: traits.workgroup, pipeline: await within(pipeline) }
    },
    buffer,
    upload: (name, data) => {
      const held = buffer(name, data.byteLength)
      device.queue.writeBuffer(held, 0, data)
      return held
    },
    submit,
    download,
    bytes: () => [...buffers.values()].reduce((total, held) => total + held.size, 0),
    dispose: () => {
      device.removeEventListener('uncapturederror', onError)
      for (const held of buffers.values()) held.destroy()
      buffers.clear()
    },
  }
}

async function createPipeline(device: GPUDevice, label: string, code: string): Promise<GPUComputePipeline> {
  try {
    const module = device.createShaderModule({ label, code })
    return await device.createComputePipelineAsync({ label, layout: 'auto', compute: { module } })
  } catch (error) {
    throw deviceError(`shader "${label}" refused: ${String(error)}`)
  }
}

const deviceError = (got: string): PlaygroundError =>
  new PlaygroundError('webgpu', 'a working GPU device', got, 'Choose another backend, or reload the page.')

/** `adapterInfo` is younger than WebGPU itself; without it the device is taken for a real GPU. */
function traitsOf({ adapterInfo, limits }: GPUDevice): Traits {
  const software = adapterInfo?.isFallbackAdapter === true
  return {
    software,
    workgroup: software ? 16 : 64,
    largestBuffer: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize, 4 * comfortableBuffer),
  }
}

/** Rounded up to a quarter of a power of two, so that slowly growing batches do not reallocate every time. */
function roomFor(bytes: number): number {
  const quantum = Math.max(256, 2 ** (Math.floor(Math.log2(Math.max(1, bytes))) - 2))
  return Math.max(1, Math.ceil(bytes / quantum)) * quantum
}

/** Threads beyond one dimension's limit go to the second; the kernels' header puts them together again. */
function gridOf({ threads, workgroup }: Dispatch): [number, number] {
  const groups = Math.max(1, Math.ceil(threads / workgroup))
  const rows = Math.ceil(groups / mostGroups)
  return [Math.ceil(groups / rows), rows]
}
