/** Device memory by name. Buffers only grow, so their number and size settle after the largest batch. */
import { fail } from '../../core/fail.ts'
import type { Guard } from './guard.ts'

export interface Buffers {
  /** The storage buffer of this name, at least `bytes` long. One that must grow is replaced and its content lost. */
  readonly storage: (name: string, bytes: number) => GPUBuffer
  readonly uniform: (bytes: number) => GPUBuffer
  /** For reading back. */
  readonly staging: (bytes: number) => GPUBuffer
  /** Device memory held, bytes. */
  readonly bytes: () => number
  readonly dispose: () => void
}

/** `largest` bounds storage buffers, bytes. */
export function createBuffers(device: GPUDevice, guard: Guard, largest: number): Buffers {
  const held = new Map<string, GPUBuffer>()
  const get = (name: string, bytes: number, usage: number, most: number): GPUBuffer => {
    const old = held.get(name)
    if (old && old.size >= bytes) return old
    guard.check()
    old?.destroy()
    const size = Math.max(smallest, bytes, Math.min(roomFor(bytes), most))
    const made = guard.watch('out-of-memory', () => device.createBuffer({ label: name, size, usage }))
    held.set(name, made)
    return made
  }
  return {
    storage: (name, bytes) => {
      if (bytes > largest) {
        fail('webgpu.buffer', `at most ${largest} bytes for "${name}"`, `${bytes}`, 'Use a smaller policy.')
      }
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
      return get(name, bytes, usage, largest)
    },
    uniform: bytes => get('uniforms', bytes, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST, bytes),
    staging: bytes => get('read-back', bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST, bytes),
    bytes: () => [...held.values()].reduce((total, { size }) => total + size, 0),
    dispose: () => {
      for (const buffer of held.values()) buffer.destroy()
      held.clear()
    },
  }
}

const smallest = 256

/** Rounded up to a quarter of a power of two, so that slowly growing batches do not reallocate every time. */
function roomFor(bytes: number): number {
  const quantum = Math.max(smallest, 2 ** (Math.floor(Math.log2(Math.max(1, bytes))) - 2))
  return Math.ceil(bytes / quantum) * quantum
}
