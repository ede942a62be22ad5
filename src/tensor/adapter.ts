/** What the browser's WebGPU has to offer, before anything is opened on it. */

export interface Adapter {
  /** Vendor and architecture as the browser tells them, e.g. `nvidia ampere`. */
  readonly name: string
  /** A processor that plays a GPU: correct, and slower than the WASM kernels. */
  readonly software: boolean
}

/** Software drivers that do not always call themselves fallback adapters. */
const softwareDrivers = /swiftshader|llvmpipe|lavapipe|basic render/i

export const isSoftware = ({ architecture, description, isFallbackAdapter }: GPUAdapterInfo): boolean =>
  isFallbackAdapter || softwareDrivers.test(`${architecture} ${description}`)

/** The adapter that a WebGPU backend would get, or undefined where there is none. */
export async function probeAdapter(): Promise<Adapter | undefined> {
  // Node has no `navigator.gpu`, older versions no `navigator`.
  const gpu: GPU | undefined = globalThis.navigator?.gpu
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) return undefined
  const { vendor, architecture, description } = adapter.info
  return {
    name: [vendor, architecture || description].filter(Boolean).join(' ') || 'unnamed adapter',
    software: isSoftware(adapter.info),
  }
}
