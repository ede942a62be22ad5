/** Which backend is fastest for one network on this machine: measured, because small networks can beat a GPU's latency. */
import type { Scalar } from '@tensorflow/tfjs-core'
import { uniform } from '../core/rng.ts'
import type { Problem } from '../core/task.ts'
import { type Adapter, probeAdapter } from '../tensor/adapter.ts'
import { openBackend } from '../tensor/backends.ts'
import { type Backend, tf } from '../tensor/tf.ts'
import { createPolicy, type PolicyRequest } from './index.ts'
import { initialState } from './initialise.ts'
import type { Policy } from './policy.ts'

export interface Choice {
  /** `auto` where there was nothing to measure. */
  readonly backend: 'auto' | Backend
  /** The measurement in one sentence, when it went against the GPU; else empty. */
  readonly notice: string
}

type Wanted = Omit<PolicyRequest, 'backend'>

/** Choices already made, by adapter and sizes. */
const known = new Map<string, Choice>()

/**
 * Two iterations on the GPU against two on WASM, for the kernels of a network; measured once per adapter and sizes.
 * `now` is a clock in milliseconds. Anything that fails leaves the choice to `openFirst`, which explains it.
 */
export async function fastestBackend(wanted: Wanted, now: () => number): Promise<Choice> {
  const automatic: Choice = { backend: 'auto', notice: '' }
  if (wanted.spec.kind === 'tabular') return { backend: 'wasm', notice: '' }
  const adapter = wanted.path === 'fused' ? await probeAdapter() : undefined
  if (!adapter || adapter.software) return automatic
  const { spec, vocabSize, maxPrompt, maxResponse, valueHead } = wanted
  const key = JSON.stringify([adapter.name, spec, vocabSize, maxPrompt, maxResponse, valueHead])
  const before = known.get(key)
  if (before) return before
  try {
    const choice = await decide(adapter, (backend, limit) => timeOn(backend, wanted, now, limit))
    known.set(key, choice)
    return choice
  } catch {
    return automatic
  }
}

/** The GPU, unless WASM is faster. `timeOf` gives milliseconds, and may give up beyond a few times `limit`. */
export async function decide(
  adapter: Adapter,
  timeOf: (backend: Backend, limit: number) => Promise<number>,
): Promise<Choice> {
  const webgpu = await timeOf('webgpu', Number.POSITIVE_INFINITY)
  const wasm = await timeOf('wasm', webgpu)
  if (wasm >= webgpu) return { backend: 'webgpu', notice: '' }
  const times = `${Math.ceil(wasm)} against ${Math.ceil(webgpu)} ms per iteration`
  return { backend: 'wasm', notice: `WebAssembly is faster than ${adapter.name} for a network of this size: ${times}.` }
}

async function timeOn(backend: Backend, wanted: Wanted, now: () => number, limit: number): Promise<number> {
  await openBackend(backend)
  const { policy } = await createPolicy({ ...wanted, backend })
  try {
    return await iterationTime(policy, wanted, now, limit)
  } finally {
    policy.dispose()
  }
}

const measuredRows = 64

/**
 * Milliseconds of the faster of two iterations (64 rollouts of full length, one gradient), after one that warms up.
 * A warm-up beyond four times `limit` is answer enough.
 */
export async function iterationTime(
  policy: Policy,
  { maxPrompt, maxResponse }: Pick<Wanted, 'maxPrompt' | 'maxResponse'>,
  now: () => number,
  limit: number,
): Promise<number> {
  policy.write(initialState(policy, 1))
  const problem: Problem = { index: 0, prompt: Array.from({ length: maxPrompt }, () => 0), text: '', data: {} }
  const problems = Array.from({ length: measuredRows }, () => problem)
  const iterate = async (): Promise<number> => {
    const start = now()
    const { tokenStart, token } = await policy.sample({
      rows: problems.map(one => ({ problem: one, forced: [] })),
      uniforms: Float32Array.from({ length: measuredRows * maxResponse }, (_, i) => uniform(1, i)),
      maxResponse,
      stop: [],
      temperature: 1,
      topK: 0,
      topP: 1,
      reportTop: 0,
    })
    const rows = { problems, tokenStart, token }
    await policy.gradient({ rows, temperature: 1, logits: false, loss: ({ logp }) => tf.mean<Scalar>(logp) })
    return now() - start
  }
  const warmUp = await iterate()
  if (warmUp > 4 * limit) return warmUp
  return Math.min(await iterate(), await iterate())
}
