/**
 * Opening TensorFlow.js backends, and running code on one of them. Which backend is current is state of the library;
 * it is changed in this file and nowhere else.
 */
import { fail, PlaygroundError } from '../core/fail.ts'
import { within } from '../core/within.ts'
import { type Adapter, probeAdapter } from './adapter.ts'
import { type Backend, backends, tf } from './tf.ts'

export interface OpenedBackend {
  readonly backend: Backend
  /** Vendor and architecture for WebGPU, empty otherwise. */
  readonly adapter: string
  readonly software: boolean
  /** Why this backend and not a better one; empty when it is the best, or the one that was asked for. */
  readonly notice: string
  /** Whether a better one was tried and failed, which is news even to somebody who never looks at the backend. */
  readonly failed: boolean
}

interface Candidate {
  readonly backend: Backend
  readonly adapter: Adapter | undefined
}

/**
 * Opens `choice`, or the best backend for `auto`: a real GPU, else WASM, else plain JavaScript. `accept` may refuse an
 * open backend by throwing (a self-test, kernels that do not compile); then the next one is tried, and the notice says
 * why. Fails when none is left. A host backend is always open afterwards.
 */
export async function openFirst<T>(
  choice: 'auto' | Backend,
  accept: (backend: Backend) => Promise<T>,
): Promise<OpenedBackend & { readonly accepted: T }> {
  const { candidates, reasons } = await candidatesFor(choice)
  let failed = false
  for (const { backend, adapter } of candidates) {
    try {
      await openBackend(backend)
      const accepted = await within(longestTrial, accept(backend), () => unanswered(backend))
      return {
        backend,
        adapter: adapter?.name ?? '',
        software: adapter?.software ?? false,
        notice: reasons.length > 0 ? `${reasons.join(' ')} Running on ${titles[backend]}.` : '',
        failed,
        accepted,
      }
    } catch (error) {
      failed = true
      reasons.push(`${titles[backend]} failed: ${whyOf(error).replace(/\.$/, '')}.`)
    }
  }
  return fail('backend', 'one backend that works', reasons.join(' '), 'Update the browser, or allow WebAssembly.')
}

/** Milliseconds for a backend to start (its files come over the network), and to compile and test kernels. */
const longestStart = 30_000
const longestTrial = 90_000

const unanswered = (backend: Backend): never =>
  fail('backend', `${titles[backend]} to answer`, 'nothing', 'Choose another backend.')

/** Without a cure: the next backend is one. */
function whyOf(error: unknown): string {
  if (error instanceof PlaygroundError) return `expected ${error.expected}, got ${error.got}`
  return error instanceof Error ? error.message : String(error)
}

const titles = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'plain JavaScript' } as const satisfies Record<
  Backend,
  string
>

/** Best first. A software adapter is taken only on request: it is slower than WASM. */
async function candidatesFor(choice: 'auto' | Backend): Promise<{ candidates: Candidate[]; reasons: string[] }> {
  const from = choice === 'auto' ? 0 : backends.indexOf(choice)
  const candidates: Candidate[] = backends.slice(from).map(backend => ({ backend, adapter: undefined }))
  if (choice !== 'auto' && choice !== 'webgpu') return { candidates, reasons: [] }
  const { adapter, reason } = await probeAdapter()
  const host = candidates.slice(1)
  if (!adapter) return { candidates: host, reasons: [reason] }
  if (adapter.software && choice === 'auto') {
    return { candidates: host, reasons: [`WebGPU has only a software adapter (${adapter.name}).`] }
  }
  return { candidates: [{ backend: 'webgpu', adapter }, ...host], reasons: [] }
}

const opened = new Set<Backend>()

/** Opens one backend and makes it current; opening twice is free. Fails, with the old one current, when it does not start. */
export async function openBackend(backend: Backend): Promise<void> {
  if (backend === 'webgpu') await openHost()
  if (!opened.has(backend)) {
    const before = tf.getBackend()
    await within(longestStart, start(backend), () => abandon(backend, before))
  }
  makeCurrent(backend)
}

/** Should it start after all, it does not take the place of the one that runs by then. */
function abandon(backend: Backend, before: string): never {
  if (tf.findBackendFactory(backend)) tf.removeBackend(backend)
  if (before) makeCurrent(before)
  return unanswered(backend)
}

async function start(backend: Backend): Promise<void> {
  const before = tf.getBackend()
  tf.enableProdMode() // Silences the library's banner in Node.
  await register(backend)
  const offered = tf.findBackendFactory(backend) !== null
  if (offered && (await tf.setBackend(backend))) {
    opened.add(backend)
    return
  }
  if (before) makeCurrent(before)
  fail(
    'backend',
    `${titles[backend]} to start`,
    offered ? 'a failure' : 'an environment without it',
    'Choose another backend.',
  )
}

async function register(backend: Backend): Promise<void> {
  switch (backend) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu')
      return
    case 'wasm':
      return registerWasm()
    case 'webgpu':
      await import('@tensorflow/tfjs-backend-webgpu')
  }
}

async function registerWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
  const { wasmPaths } = import.meta.env.SSR
    ? await import('./wasm-files.node.ts')
    : await import('./wasm-files.browser.ts')
  // Threads need cross-origin isolation and change nothing for small networks; without them every page runs the same code.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  setWasmPaths(wasmPaths)
}

/** Losses are many tiny operations: a host backend takes microseconds where a GPU takes a dispatch. */
async function openHost(): Promise<void> {
  if (hostBackend()) return
  await openBackend('wasm').catch(() => openBackend('cpu'))
}

const hostBackend = (): Backend | undefined => (['wasm', 'cpu'] as const).find(backend => opened.has(backend))

/** Runs `run` on an open host backend (`wasm` before `cpu`); the current backend where that is one already. */
export function onHostBackend<T>(run: () => T): T {
  const current = tf.getBackend()
  if (current === 'wasm' || current === 'cpu') return run()
  return onBackend(hostBackend() ?? fail('backend', 'an open host backend', 'none', 'Call openBackend first.'), run)
}

/**
 * Runs `run` with an open backend current, and restores the one before. Only what happens before `run` returns is on
 * that backend: an asynchronous function must make its tensors before its first `await`. Reading them later is fine.
 */
export function onBackend<T>(backend: Backend, run: () => T): T {
  const before = tf.getBackend()
  if (before === backend) return run()
  makeCurrent(backend)
  try {
    return run()
  } finally {
    if (before) makeCurrent(before)
  }
}

/** `setBackend` is asynchronous only while it initialises: for an open backend it has taken effect when it returns. */
function makeCurrent(backend: string): void {
  void tf.setBackend(backend)
}

/** The device that TensorFlow.js runs on, for kernels that share it. Fails unless the `webgpu` backend is open. */
export async function gpuDevice(): Promise<GPUDevice> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu')
  const backend = tf.findBackend('webgpu')
  if (backend instanceof WebGPUBackend) return backend.device
  return fail('backend', 'an open WebGPU backend', 'none', 'Call openBackend("webgpu") first.')
}

/**
 * Resolves with the browser's reason when the GPU device is lost; nothing on it can be read any more, so the worker has
 * to be started again. Never resolves on other backends.
 */
export async function deviceLost(backend: Backend): Promise<string> {
  if (backend !== 'webgpu') return new Promise(() => {})
  const { reason, message } = await (await gpuDevice()).lost
  return [reason, message.replace(/\.$/, '')].filter(Boolean).join(': ')
}
