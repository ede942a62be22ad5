/** The compiled kernels, and the memory that they share with the host. */
import { kernels as binary } from './kernels.generated.ts'

/** A byte address in WASM memory, of float32 or int32 numbers. */
export type Pointer = number

/** What assembly/index.ts exports; the definitions stand there. Strides and counts are in elements. */
export interface Kernels {
  readonly memory: WebAssembly.Memory
  readonly ZEROS: WebAssembly.Global<'i32'>
  /** C[m, n] = S + A[m, k] B[k, n]; every matrix is followed by its row stride, A and B also by the column stride. */
  readonly gemm: (
    ...args: [
      m: number,
      n: number,
      k: number,
      ...a: [Pointer, row: number, column: number],
      ...b: [Pointer, row: number, column: number],
      ...s: [Pointer, row: number],
      ...c: [Pointer, row: number],
    ]
  ) => void
  readonly add: (out: Pointer, x: Pointer, count: number) => void
  readonly columnSum: (out: Pointer, x: Pointer, stride: number, rows: number, width: number) => void
  readonly gather: RowsByIndex
  readonly gatherAdd: RowsByIndex
  readonly scatterAdd: RowsByIndex
  readonly geluForward: (y: Pointer, x: Pointer, count: number) => void
  readonly geluBackward: (d: Pointer, x: Pointer, count: number) => void
  readonly normForward: (
    ...args: [y: Pointer, x: Pointer, gain: Pointer, bias: Pointer, saved: Pointer, rows: number, width: number]
  ) => void
  readonly normBackward: (
    ...args: [
      ...[dx: Pointer, dGain: Pointer, dBias: Pointer, dy: Pointer],
      ...[x: Pointer, gain: Pointer, saved: Pointer, rows: number, width: number],
    ]
  ) => void
  readonly attentionForward: (
    ...args: [
      ...[out: Pointer, qkv: Pointer, segments: Pointer, count: number],
      ...[width: number, heads: number, scratch: Pointer],
    ]
  ) => void
  readonly attentionBackward: (
    ...args: [
      ...[dqkv: Pointer, dout: Pointer, qkv: Pointer, segments: Pointer, count: number],
      ...[width: number, heads: number, scratch: Pointer],
    ]
  ) => void
  readonly fillCache: (
    ...args: [cache: Pointer, qkv: Pointer, start: number, count: number, at: number, width: number, length: number]
  ) => void
  readonly attentionDecode: (
    ...args: [
      ...[out: Pointer, qkv: Pointer, cache: Pointer, slot: Pointer, position: Pointer],
      ...[rows: number, width: number, heads: number, length: number, scratch: Pointer],
    ]
  ) => void
  readonly temper: (
    ...args: [
      ...[z: Pointer, statistics: Pointer, scale: Pointer, shift: Pointer, share: Pointer],
      ...[value: number, rows: number, width: number],
    ]
  ) => void
  readonly pickLogp: (z: Pointer, statistics: Pointer, token: Pointer, rows: number, width: number) => void
  readonly headBackward: (
    ...args: [
      ...[z: Pointer, statistics: Pointer, upper: Pointer, dz: Pointer, token: Pointer],
      ...[scale: Pointer, share: Pointer, value: number, rows: number, width: number],
    ]
  ) => void
}

type RowsByIndex = (table: Pointer, x: Pointer, index: Pointer, rows: number, width: number) => void

let compiled: Promise<WebAssembly.Module> | undefined

/** A fresh instance with a memory of its own; the module is compiled once. */
export async function openKernels(): Promise<Kernels> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(binary), character => character.charCodeAt(0)))
  const { exports } = await WebAssembly.instantiate(await compiled)
  // The one cast: what a binary exports is known to its sources, which a test compiles again, but not to the type system.
  return exports as unknown as Kernels
}

/** Hands out memory like a stack. Views die when memory grows, so they are made where they are used. */
export interface Arena {
  readonly allocate: (elements: number) => Pointer
  readonly place: (numbers: Int32Array | Float32Array) => Pointer
  readonly floats: (pointer: Pointer, count: number) => Float32Array
  readonly ints: (pointer: Pointer, count: number) => Int32Array
  /** Runs `work` and takes back what it allocated. */
  readonly scope: <T>(work: () => T) => T
  readonly mark: () => Pointer
  readonly release: (mark: Pointer) => void
}

const page = 65536

export function createArena(memory: WebAssembly.Memory): Arena {
  // Below are the kernels' own constants and panels.
  let top = memory.buffer.byteLength
  const allocate = (elements: number): Pointer => {
    const pointer = top
    top += Math.ceil((elements * 4) / 64) * 64
    const missing = top - memory.buffer.byteLength
    // Every growth kills all views, so it is done in large pieces.
    if (missing > 0) memory.grow(Math.ceil(Math.max(missing, memory.buffer.byteLength / 4) / page))
    return pointer
  }
  const floats = (pointer: Pointer, count: number) => new Float32Array(memory.buffer, pointer, count)
  const ints = (pointer: Pointer, count: number) => new Int32Array(memory.buffer, pointer, count)
  const release = (mark: Pointer) => {
    top = mark
  }
  return {
    allocate,
    place: numbers => {
      const pointer = allocate(numbers.length)
      if (numbers instanceof Int32Array) ints(pointer, numbers.length).set(numbers)
      else floats(pointer, numbers.length).set(numbers)
      return pointer
    },
    floats,
    ints,
    scope: work => {
      const mark = top
      try {
        return work()
      } finally {
        release(mark)
      }
    },
    mark: () => top,
    release,
  }
}
