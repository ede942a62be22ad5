/** Which backend is fastest for one network on this machine: measured, because small networks can beat a GPU's latency. */
import type { Scalar } from '@tensorflow/tfjs-core'
import { type GptSpec, gptConfig, gptLayout, parameterCount } from '../core/policy.ts'
import { uniform } from '../core/rng.ts'
import type { Problem } from '../core/task.ts'
import { within } from '../core/within.ts'
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
 * WASM kernels against a real GPU, a batch of the default size on each; some 0.2 s, once per adapter and sizes. Not
 * measured, because the answer is known: a table is computed on the host whatever the GPU, a software adapter never
 * beats WASM, and a large network always runs better on a GPU. `now` is a clock in milliseconds; without one nothing is
 * measured. Anything that fails leaves the choice to `openFirst`, which explains it.
 */
export async function fastestBackend(wanted: Wanted, now: (() => number) | undefined): Promise<Choice> {
  const automatic: Choice = { backend: 'auto', reason: '' }
  const { spec, vocabSize, maxPrompt, maxResponse } = wanted
  if (spec.kind === 'tabular') return { backend: 'wasm', reason: '' }
  const work = workPerRow(spec, wanted)
  if (wanted.path === 'plain' || !now || batchRows * work > mostWork) return automatic
  const { adapter } = await probeAdapter()
  if (!adapter || adapter.software) return automatic
  const key = JSON.stringify([adapter.name, spec, vocabSize, maxPrompt, maxResponse])
  const before = known.get(key)
  if (before) return before
  try {
    const few = Math.max(1, Math.min(batchRows, Math.floor(hostWork / work)))
    const measured = decide(adapter, (backend, patience) => timeOn(backend, wanted, now, { few, patience }))
    const choice = await within(longestMeasurement, measured, () => automatic)
    known.set(key, choice)
    return choice
  } catch {
    return automatic
  }
}

/** Milliseconds after which a GPU that hangs in the middle of its work is given up. */
const longestMeasurement = 60_000
/** Rollouts in the default iteration, and in each of its groups. */
const batchRows = 64
const groupRows = 8
/** Multiplications that WASM does in some 30 ms: no more are timed on it. */
const hostWork = 2e8
/** Multiplications of a batch that are a GPU's in any case. */
const mostWork = 2e9

/** Multiplications of one row, forward and backward. */
const workPerRow = (spec: GptSpec, wanted: Wanted): number =>
  3 * parameterCount(gptLayout(gptConfig(spec, wanted))) * (wanted.maxPrompt + wanted.maxResponse)

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

interface Measuring {
  /** Rows of the batch that warms up. */
  readonly few: number
  /** Milliseconds for that batch; more are answer enough. */
  readonly patience: number
}

async function timeOn(backend: Backend, wanted: Wanted, now: () => number, measuring: Measuring): Promise<number> {
  await openBackend(backend)
  const { policy } = await createPolicy({ ...wanted, backend })
  try {
    // The host's time is proportional to the rows, so that a few of them will do; a GPU's is not.
    const rows = backend === 'webgpu' ? batchRows : measuring.few
    return (await batchTime(policy, wanted, now, { ...measuring, rows })) * (batchRows / rows)
  } finally {
    policy.dispose()
  }
}

/** Milliseconds of a batch of `rows` rollouts of full length and one gradient: the faster of two. Any weights will do. */
export async function batchTime(
  policy: Policy,
  sizes: Sizes,
  now: () => number,
  { few, patience, rows }: Measuring & { readonly rows: number },
): Promise<number> {
  const time = async (count: number) => {
    const start = now()
    await trainBatch(policy, sizes, count)
    return now() - start
  }
  const warmUp = await time(few)
  if (warmUp > patience) return warmUp
  return Math.min(await time(rows), await time(rows))
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
