/** What the browser's WebGPU has to offer, before anything is opened on it. */
import { bounded } from '../core/show.ts'
import { within } from '../core/within.ts'

export interface Adapter {
  /** Vendor and architecture as the browser tells them, e.g. `nvidia ampere`. */
  readonly name: string
  /** A processor that plays a GPU: correct, and slower than the WASM kernels. */
  readonly software: boolean
}

/** An adapter, or one sentence why there is none. */
export type Probe =
  | { readonly adapter: Adapter; readonly reason?: undefined }
  | { readonly adapter?: undefined; readonly reason: string }

/** Software drivers that do not always call themselves fallback adapters. */
const softwareDrivers = /swiftshader|llvmpipe|lavapipe|basic render/i

export const isSoftware = ({ architecture, description, isFallbackAdapter }: GPUAdapterInfo): boolean =>
  isFallbackAdapter || softwareDrivers.test(`${architecture} ${description}`)

/** A driver that has not answered after this many milliseconds hangs. */
const patience = 5_000
/** They are not asked a second time. */
const silent = new WeakSet<GPU>()

/** The adapter that a WebGPU backend would get. Never throws and never waits long: browsers and drivers do both. */
export async function probeAdapter(): Promise<Probe> {
  try {
    // Node has no `navigator.gpu`, older versions no `navigator`.
    const gpu: GPU | undefined = globalThis.navigator?.gpu
    return gpu ? await ask(gpu) : none
  } catch (error) {
    const why = bounded(error instanceof Error ? error.message : String(error), 120).replace(/\.$/, '')
    return { reason: `WebGPU refused: ${why}.` }
  }
}

const none: Probe = { reason: 'This browser offers no WebGPU adapter.' }
const noAnswer: Probe = { reason: 'WebGPU does not answer.' }

async function ask(gpu: GPU): Promise<Probe> {
  if (silent.has(gpu)) return noAnswer
  const answer = gpu.requestAdapter({ powerPreference: 'high-performance' })
  return within(patience, answer.then(described), () => {
    silent.add(gpu)
    return noAnswer
  })
}

function described(adapter: GPUAdapter | null): Probe {
  if (!adapter) return none
  const { vendor, architecture, description } = adapter.info
  const name = [vendor, architecture || description].filter(Boolean).join(' ') || 'unnamed adapter'
  return { adapter: { name, software: isSoftware(adapter.info) } }
}
