/** The part of the benchmark that runs in the browser: one network on one backend, by every path that was asked for. */
import { fail } from '../../core/fail.ts'
import { openBackend } from '../../tensor/backends.ts'
import type { Backend } from '../../tensor/tf.ts'
import type { Timing } from './clock.ts'
import { openPolicy, timePolicy } from './ours.ts'
import type { Size } from './sizes.ts'
import { rollout, settings, trainRequest } from './work.ts'

export type BenchPath = 'fused' | 'plain' | 'jax-js'

export interface Job {
  readonly size: Size
  readonly backend: Backend
  readonly path: BenchPath
}

export interface AdapterFacts {
  readonly vendor: string
  readonly architecture: string
  readonly device: string
  readonly description: string
  readonly software: boolean
}

/** What the page offers to the script that drives it. */
export interface Bench {
  readonly adapter: () => Promise<AdapterFacts | null>
  /** Threads that WASM may use; 1 without cross-origin isolation. */
  readonly threads: () => number
  readonly run: (job: Job) => Promise<Timing[]>
}

declare global {
  var bench: Bench | undefined
}

globalThis.bench = {
  adapter: async () => {
    const adapter = await globalThis.navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' })
    if (!adapter) return null
    const { vendor, architecture, device, description, isFallbackAdapter: software } = adapter.info
    return { vendor, architecture, device, description, software }
  },
  threads: () => (globalThis.crossOriginIsolated ? globalThis.navigator.hardwareConcurrency : 1),
  run: async ({ size, backend, path }) => {
    await openBackend(backend)
    return path === 'jax-js' ? runJax(size, backend) : runOurs(size, backend, path)
  },
}

/** The rollouts that all paths train on, from the WASM kernels, and what their first two updates must give. */
async function reference(size: Size) {
  await openBackend('wasm')
  const policy = await openPolicy(size, 'wasm', 'fused')
  const { parameters } = await policy.read()
  const sampled = await rollout(policy, size, 0)
  const { gradNorm } = await policy.update(trainRequest(size, sampled), settings)
  const { loss } = await policy.update(trainRequest(size, sampled), settings)
  return { parameters, sampled, gradNorm, secondLoss: loss }
}

async function runOurs(size: Size, backend: Backend, path: 'fused' | 'plain'): Promise<Timing[]> {
  const { sampled, gradNorm } = await reference(size)
  await openBackend(backend)
  const policy = await openPolicy(size, backend, path)
  try {
    const first = await policy.update(trainRequest(size, sampled), settings)
    same(`${size.name} ${backend} ${path}`, 'first gradient norm', first.gradNorm, gradNorm)
    return await timePolicy(policy, size)
  } finally {
    policy.dispose()
  }
}

async function runJax(size: Size, backend: Backend): Promise<Timing[]> {
  if (backend === 'cpu') return fail('bench.jax', 'webgpu or wasm', backend, 'Leave it out.')
  const { jaxTrainer, openJax, timeJax } = await import('./jax.ts')
  const { parameters, sampled, secondLoss } = await reference(size)
  await openJax(backend)
  const trainer = jaxTrainer(size, parameters, sampled)
  try {
    // The first loss is 0 by construction: all ratios are 1, and advantages of a group add up to 0.
    await trainer.update()
    same(`${size.name} ${backend} jax-js`, 'second loss', await trainer.update(), secondLoss)
    return await timeJax(trainer)
  } finally {
    trainer.dispose()
  }
}

/** Times of different computations must not be compared. */
function same(where: string, what: string, got: number, expected: number): void {
  if (Math.abs(got - expected) <= 2e-3 * Math.abs(expected)) return
  fail(where, `${what} ${expected}`, String(got), 'The implementations differ; their times are not comparable.')
}
