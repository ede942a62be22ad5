/** Which backend is fastest for one network on this machine: measured, because small networks can beat a GPU's latency. */
import type { Scalar } from '@tensorflow/tfjs-core'
import { parameterCount } from '../core/policy.ts'
import { uniform } from '../core/rng.ts'
import type { Problem } from '../core/task.ts'
import { type Adapter, probeAdapter } from '../tensor/adapter.ts'
import { openBackend } from '../tensor/backends.ts'
import { type Backend, tf } from '../tensor/tf.ts'
import { createPolicy, type PolicyRequest } from './index.ts'
import type { Policy } from './policy.ts'

export interface Choice {
  /** `auto` where there was nothing to measure. */
  readonly backend: 'auto' | Backend
  /** The measurement in one sentence; empty where there was none. */
  readonly reason: string
}

type Wanted = Omit<PolicyRequest, 'backend'>
type Sizes = Pick<Wanted, 'maxPrompt' | 'maxResponse'>

/**
 * Choices already made, by adapter and sizes, for as long as the worker lives. Neither the method nor the size of a
 * batch is part of the key, so that runs that are compared are computed on the same backend.
 */
const known = new Map<string, Choice>()

/**
 * WASM kernels against a real GPU, one batch of the default size each; some 0.2 s, once per adapter and sizes. A table
 * is computed on the host whatever the GPU, and a software adapter never beats WASM, so neither is measured. `now` is a
 * clock in milliseconds; without one nothing is measured. Anything that fails leaves the choice to `openFirst`, which
 * explains it.
 */
export async function fastestBackend(wanted: Wanted, now: (() => number) | undefined): Promise<Choice> {
  const automatic: Choice = { backend: 'auto', reason: '' }
  if (wanted.spec.kind === 'tabular') return { backend: 'wasm', reason: '' }
  const adapter = wanted.path === 'fused' && now ? await probeAdapter() : undefined
  if (!adapter || adapter.software || !now) return automatic
  const { spec, vocabSize, maxPrompt, maxResponse } = wanted
  const key = JSON.stringify([adapter.name, spec, vocabSize, maxPrompt, maxResponse])
  const before = known.get(key)
  if (before) return before
  try {
    const choice = await decide(adapter, (backend, patience) => timeOn(backend, wanted, now, patience))
    known.set(key, choice)
    return choice
  } catch {
    return automatic
  }
}

/** The GPU, unless WASM is faster. `timeOf` gives milliseconds, and need not be exact beyond `patience`. */
export async function decide(
  adapter: Adapter,
  timeOf: (backend: Backend, patience: number) => Promise<number>,
): Promise<Choice> {
  const wasm = await timeOf('wasm', Number.POSITIVE_INFINITY)
  // The first batch also warms the driver up, so it may take a few times longer than the next.
  const webgpu = await timeOf('webgpu', Math.max(4 * wasm, 100))
  const reason = `Measured: ${Math.ceil(wasm)} ms per batch on WASM, ${Math.ceil(webgpu)} ms on ${adapter.name}.`
  return { backend: wasm < webgpu ? 'wasm' : 'webgpu', reason }
}

async function timeOn(backend: Backend, wanted: Wanted, now: () => number, patience: number): Promise<number> {
  await openBackend(backend)
  const { policy } = await createPolicy({ ...wanted, backend })
  try {
    return await batchTime(policy, wanted, now, { rows: rowsFor(backend, policy, wanted), patience })
  } finally {
    policy.dispose()
  }
}

/** Rollouts in the default iteration, and in each of its groups. */
const batchRows = 64
const groupRows = 8
/** Multiplications that a host may spend on one timed batch: some 30 ms. */
const hostWork = 2e8

/** The host's time is proportional to the rows, so that a few of them will do; a GPU's is not. */
function rowsFor(backend: Backend, { layout }: Policy, { maxPrompt, maxResponse }: Sizes): number {
  if (backend === 'webgpu') return batchRows
  const workPerRow = 3 * parameterCount(layout) * (maxPrompt + maxResponse)
  return Math.min(batchRows, Math.max(1, Math.floor(hostWork / workPerRow)))
}

/**
 * Milliseconds of a batch of 64 rollouts of full length and one gradient: the fastest of three, in proportion where
 * fewer `rows` are timed. A first one beyond `patience` is answer enough. The weights may be anything, zeros too.
 */
export async function batchTime(
  policy: Policy,
  sizes: Sizes,
  now: () => number,
  { rows, patience }: { readonly rows: number; readonly patience: number },
): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY
  for (let run = 0; run < 3 && !(fastest > patience && run > 0); run++) {
    const start = now()
    await trainBatch(policy, sizes, rows)
    fastest = Math.min(fastest, ((now() - start) * batchRows) / rows)
  }
  return fastest
}

async function trainBatch(policy: Policy, { maxPrompt, maxResponse }: Sizes, rows: number): Promise<void> {
  const problems = Array.from({ length: rows }, (_, row): Problem => {
    const index = Math.floor(row / groupRows)
    return { index, prompt: Array.from({ length: maxPrompt }, () => index % policy.vocabSize), text: '', data: {} }
  })
  const { tokenStart, token } = await policy.sample({
    rows: problems.map(problem => ({ problem, forced: [] })),
    uniforms: Float32Array.from({ length: rows * maxResponse }, (_, i) => uniform(1, i)),
    maxResponse,
    stop: [],
    temperature: 1,
    topK: 0,
    topP: 1,
    reportTop: 0,
  })
  const given = { problems, tokenStart, token }
  await policy.gradient({ rows: given, temperature: 1, logits: false, loss: ({ logp }) => tf.mean<Scalar>(logp) })
}
