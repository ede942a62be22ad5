/**
 * The device as the kernels see it: compiled kernels, buffers that only grow, submissions of dispatches, read-backs.
 * Whatever goes wrong on the device (a lost device, a shader that does not compile, no memory) rejects with the house
 * error; nothing here waits for ever.
 */
import { fail, PlaygroundError } from '../../core/fail.ts'
import { isSoftware } from '../../tensor/adapter.ts'
import { type Kernel, type KernelSource, wgsl } from './kernel.ts'

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
const usage = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST

/** Pipelines do not depend on the policy's sizes, so policies on one device share them. */
const pipelines = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>()

/** `traits` are found out from the device; tests set their own. */
export function openGpu(device: GPUDevice, traits: Traits = traitsOf(device)): Gpu {
  const buffers = new Map<string, GPUBuffer>()
  let failure: Error | undefined
  let checked: Promise<void> = Promise.resolve()
  const failWith = (got: string) => {
    failure ??= deviceError(got)
  }
  const check = () => {
    if (failure) throw failure
  }
  void device.lost.then(({ message }) => failWith(`a lost device (${message || 'no reason given'})`))
  /** Runs commands; what the device objects to is known when `checked` resolves. */
  const guarded = <T>(filter: GPUErrorFilter, run: () => T): T => {
    device.pushErrorScope(filter)
    const result = run()
    const error = device.popErrorScope()
    checked = Promise.all([checked, error]).then(
      ([, objection]) => {
        if (objection) failWith(objection.message)
      },
      reason => failWith(String(reason)),
    )
    return result
  }
  const settled = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work.catch(async reason => {
      await checked
      throw failure ?? deviceError(String(reason))
    })
    await checked
    check()
    return result
  }

  const make = (name: string, bytes: number, bits: number): GPUBuffer => {
    const held = buffers.get(name)
    if (held && held.size >= bytes) return held
    held?.destroy()
    const size = Math.max(roomFor(0), bytes, Math.min(roomFor(bytes), traits.largestBuffer))
    const made = guarded('out-of-memory', () => device.createBuffer({ label: name, size, usage: bits }))
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

  const encode = ({ clear = [], dispatches, rounds = 1 }: Submission): GPUCommandBuffer => {
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
    return encoder.finish()
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
    await settled(staging.mapAsync(GPUMapMode.READ, 0, total))
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
      return { source, workgroup: traits.workgroup, pipeline: await settled(pipeline) }
    },
    buffer,
    upload: (name, data) => {
      const held = buffer(name, data.byteLength)
      device.queue.writeBuffer(held, 0, data)
      return held
    },
    submit: submission => {
      check()
      guarded('validation', () => device.queue.submit([encode(submission)]))
    },
    download,
    bytes: () => [...buffers.values()].reduce((total, held) => total + held.size, 0),
    dispose: () => {
      for (const held of buffers.values()) held.destroy()
      buffers.clear()
    },
  }
}

async function createPipeline(device: GPUDevice, label: string, code: string): Promise<GPUComputePipeline> {
  // The scope keeps a refused shader from being reported a second time, to whoever else uses the device.
  device.pushErrorScope('validation')
  const module = device.createShaderModule({ label, code })
  const pipeline = device.createComputePipelineAsync({ label, layout: 'auto', compute: { module } })
  const [, objection] = await Promise.all([pipeline.catch(() => {}), device.popErrorScope()])
  if (objection) throw deviceError(`shader "${label}" refused: ${objection.message}`)
  return pipeline.catch(reason => {
    throw deviceError(`shader "${label}" refused: ${String(reason)}`)
  })
}

const deviceError = (got: string): PlaygroundError =>
  new PlaygroundError('webgpu', 'a working GPU device', got, 'Choose another backend, or reload the page.')

const mebibyte = 2 ** 20

/** `adapterInfo` is younger than WebGPU itself; without it the device is taken for a real GPU. */
export function traitsOf({ adapterInfo, limits }: GPUDevice): Traits {
  const software = adapterInfo !== undefined && isSoftware(adapterInfo)
  return {
    software,
    workgroup: software ? 16 : 64,
    largestBuffer: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize, 512 * mebibyte),
    budget: 256 * mebibyte,
    // About a tenth of a second on two processor cores; a real GPU needs far less.
    dispatchWork: software ? 2.5e8 : 1e10,
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
