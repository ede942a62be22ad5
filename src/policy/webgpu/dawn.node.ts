/**
 * WebGPU in Node, for tests and benchmarks: Dawn (npm package `webgpu`) on a Vulkan driver, which is by default the
 * software one that ships with Chromium. Set VK_ICD_FILENAMES to run on another driver, a real GPU's for instance.
 */
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fail } from '../../core/fail.ts'

export interface DawnDevice {
  /** What a browser has at `navigator.gpu`. */
  readonly gpu: GPU
  readonly device: GPUDevice
  /** Vendor and architecture, e.g. "google swiftshader". */
  readonly adapter: string
  readonly close: () => void
}

const driver = 'vk_swiftshader_icd.json'
const loader = 'libvulkan.so.1'

/** Resolve symbols now; stay loaded though Node finds no add-on inside (RTLD_NOW | RTLD_NODELETE of <dlfcn.h>). */
const loadForGood = 0x2 | 0x1000

/** The instance must outlive its devices, and nothing else refers to it. */
const alive = new Set<unknown>()

/** Device with the limits and features that TensorFlow.js asks for. Fails where Dawn or a Vulkan driver is missing. */
export async function openDawn(): Promise<DawnDevice> {
  chooseSoftwareDriver()
  const { create, globals } = await import('webgpu').catch(error =>
    fail('dawn', 'the npm package "webgpu"', String(error), 'Run `npm ci`.'),
  )
  Object.assign(globalThis, globals)
  const gpu = create([])
  const adapter = await gpu.requestAdapter()
  if (!adapter) return fail('dawn', 'a Vulkan adapter', 'none', 'Install Chromium, or set VK_ICD_FILENAMES.')
  const { maxStorageBufferBindingSize, maxBufferSize } = adapter.limits
  const device = await adapter.requestDevice({ requiredLimits: { maxStorageBufferBindingSize, maxBufferSize } })
  alive.add(gpu)
  return {
    gpu,
    device,
    adapter: `${adapter.info.vendor} ${adapter.info.architecture}`,
    close: () => {
      device.destroy()
      alive.delete(gpu)
    },
  }
}

function chooseSoftwareDriver(): void {
  const folder = driverFolders().find(path => existsSync(join(path, driver)))
  if (!process.env.VK_ICD_FILENAMES) {
    if (folder === undefined) {
      fail('dawn', `${driver} of a Chromium`, 'none', 'Run `apt-get install chromium`, or set VK_ICD_FILENAMES.')
    }
    process.env.VK_ICD_FILENAMES = join(folder, driver)
  }
  // Chromium brings its own Vulkan loader; once it is in the process, Dawn finds it by its bare name.
  if (folder === undefined || !existsSync(join(folder, loader))) return
  try {
    process.dlopen({ exports: {} }, join(folder, loader), loadForGood)
  } catch {
    // Not a Node add-on: the library is loaded all the same.
  }
}

function driverFolders(): string[] {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache/ms-playwright')
  const downloads = existsSync(cache) ? readdirSync(cache).filter(name => name.startsWith('chromium')) : []
  return [
    ...(process.env.CHROMIUM_PATH ? [dirname(process.env.CHROMIUM_PATH)] : []),
    '/usr/lib/chromium',
    '/usr/lib/chromium-browser',
    '/usr/lib64/chromium-browser',
    '/opt/google/chrome',
    '/opt/chromium.org/chromium',
    ...downloads.flatMap(name => ['chrome-linux', 'chrome-linux64'].map(folder => join(cache, name, folder))),
  ]
}
