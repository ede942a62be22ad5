/**
 * Weights as a file. Little-endian:
 *
 *     4 bytes   "APW1"
 *     uint32    length of the header in bytes, a multiple of 4
 *     header    JSON in UTF-8, padded with spaces: { weights: [[name, [shape]], ...], updates, moments, hash }
 *     float32[] the weights in that order, then, if `moments` is true, Adam's first and second moments
 *
 * The header names every weight and its shape, so a file explains itself and never loads into another network; `hash` is
 * that of all that follows it, so a damaged file never loads at all.
 */
import { z } from 'zod'
import { fail } from '../core/fail.ts'
import { parameterCount, type Weight } from '../core/policy.ts'
import { hash } from '../core/rng.ts'
import { show } from '../core/show.ts'
import type { PolicyState } from './policy.ts'

const magic = 'APW1'
const headerSchema = z.object({
  weights: z.array(z.tuple([z.string(), z.array(z.int().positive())])),
  updates: z.int().nonnegative(),
  moments: z.boolean(),
  hash: z.int().nonnegative(),
})
type Header = z.infer<typeof headerSchema>

/** `moments: false` leaves the optimiser's memory out: a starting point, a third of the size. */
export function encodeCheckpoint(
  layout: readonly Weight[],
  state: PolicyState,
  { moments }: { readonly moments: boolean },
): Uint8Array {
  const parts = moments ? [state.parameters, state.moment1, state.moment2] : [state.parameters]
  const data = encodeNumbers(parts, parameterCount(layout))
  const header: Header = {
    weights: layout.map(({ name, shape }) => [name, [...shape]]),
    updates: moments ? state.updates : 0,
    moments,
    hash: hashOf(data),
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const headerBytes = Math.ceil(text.length / 4) * 4
  const bytes = new Uint8Array(8 + headerBytes + data.byteLength).fill(0x20)
  bytes.set(new TextEncoder().encode(magic))
  new DataView(bytes.buffer).setUint32(4, headerBytes, true)
  bytes.set(text, 8)
  bytes.set(new Uint8Array(data.buffer), 8 + headerBytes)
  return bytes
}

function encodeNumbers(parts: readonly Float32Array[], size: number): DataView {
  const data = new DataView(new ArrayBuffer(4 * size * parts.length))
  parts.forEach((part, index) => {
    if (part.length !== size) {
      fail('checkpoint.encode', `${size} numbers, as in the layout`, `${part.length}`, 'Fix the caller.')
    }
    for (let i = 0; i < size; i++) data.setFloat32(4 * (size * index + i), part[i]!, true)
  })
  return data
}

/** Another one for any single number that is another. */
const hashOf = (data: DataView): number =>
  hash(
    0,
    Int32Array.from({ length: data.byteLength / 4 }, (_, i) => data.getInt32(4 * i, true)),
  )

/**
 * The state in `bytes`, for a network of `layout`. Absent moments are zeros; an absent value head is zeros. Fails on
 * anything that is not a whole checkpoint of this network with finite numbers.
 */
export function decodeCheckpoint(bytes: Uint8Array, layout: readonly Weight[]): PolicyState {
  const { header, data } = open(bytes)
  const stored = header.weights.map(([name, shape]) => ({ name, shape: shape.join(' x '), size: product(shape) }))
  const size = stored.reduce((total, weight) => total + weight.size, 0)
  const parts = header.moments ? 3 : 1
  if (data.byteLength !== 4 * size * parts) {
    broken(`${4 * size * parts} bytes of weights`, `${data.byteLength}`)
  }
  checkLayout(stored, layout)
  if (hashOf(data) !== header.hash) broken('the numbers that were written', 'others')
  const read = (part: number): Float32Array => {
    const values = new Float32Array(parameterCount(layout))
    for (let i = 0; i < size && part < parts; i++) values[i] = data.getFloat32(4 * (part * size + i), true)
    const wrong = values.findIndex(value => !Number.isFinite(value))
    if (wrong >= 0) broken('finite numbers', `${values[wrong]} at ${wrong}`)
    return values
  }
  return { parameters: read(0), moment1: read(1), moment2: read(2), updates: header.updates }
}

/** The weights alone, as `decodeCheckpoint` reads them. */
export const decodeWeights = (bytes: Uint8Array, layout: readonly Weight[]): Float32Array =>
  decodeCheckpoint(bytes, layout).parameters

const product = (shape: readonly number[]): number => shape.reduce((total, extent) => total * extent, 1)

const broken = (expected: string, got: string): never =>
  fail('checkpoint', expected, got, 'The file is damaged or not one of ours; load another.')

function open(bytes: Uint8Array): { readonly header: Header; readonly data: DataView } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = new TextDecoder().decode(bytes.subarray(0, 4))
  if (start !== magic) broken(`a file that begins with ${magic}`, show(start))
  if (bytes.length < 8) broken('a file of at least 8 bytes', `${bytes.length}`)
  const headerBytes = view.getUint32(4, true)
  if (8 + headerBytes > bytes.length) broken(`a header of ${headerBytes} bytes`, `${bytes.length - 8} bytes`)
  const header = headerSchema.safeParse(parseJson(new TextDecoder().decode(bytes.subarray(8, 8 + headerBytes))))
  if (!header.success)
    return broken('a header with weights, updates and moments', header.error.issues[0]?.message ?? '')
  const data = bytes.subarray(8 + headerBytes)
  return { header: header.data, data: new DataView(data.buffer, data.byteOffset, data.byteLength) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return broken('a header in JSON', show(text))
  }
}

/** The value head is the tail of the layout, so what a file without one holds is still in its place. */
function checkLayout(
  stored: readonly { readonly name: string; readonly shape: string }[],
  layout: readonly Weight[],
): void {
  const headless = layout.filter(({ name }) => !name.startsWith('value'))
  const wanted = stored.length === headless.length ? headless : layout
  const cure = 'Load a checkpoint of the same task, level and policy.'
  wanted.forEach(({ name, shape }, i) => {
    const found = stored[i]
    const expected = shape.join(' x ')
    if (found?.name === name && found.shape === expected) return
    fail('checkpoint', `${name} of ${expected}`, found ? `${found.name} of ${found.shape}` : 'nothing', cure)
  })
  if (stored.length > wanted.length) {
    fail('checkpoint', `${wanted.length} weights`, `${stored.length}`, cure)
  }
}
