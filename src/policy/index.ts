/** From what a policy is to what computes it. The kernels are loaded when first asked for. */
import { fail } from '../core/fail.ts'
import { type GptConfig, gptConfig, type PolicySizes, type PolicySpec } from '../core/policy.ts'
import type { TableRows } from '../core/task.ts'
import type { Backend } from '../tensor/tf.ts'
import { createPlainGpt } from './gpt-plain.ts'
import type { Policy } from './policy.ts'
import { selfTest, selfTestConfig } from './self-test.ts'
import { createTabular, type TabularConfig } from './tabular.ts'

export interface PolicyRequest extends PolicySizes {
  readonly spec: PolicySpec
  /** `Task.rows` of the level; tabular policies need it. */
  readonly rows?: TableRows
  /** Open already (tensor/backends.ts). */
  readonly backend: Backend
  readonly path: Path
}
/** `fused`: the hand-written kernels; `plain`: TensorFlow.js operations. */
export type Path = 'fused' | 'plain'

export interface CreatedPolicy {
  readonly policy: Policy
  /** What really runs. */
  readonly path: Path
  /** Why not the path that was asked for; empty otherwise. */
  readonly notice: string
}

/**
 * A policy with all weights 0, on a backend that has just computed a known answer. Where the kernels fail on `wasm`,
 * the plain operations take over; on `webgpu` the failure is the caller's, because WASM kernels beat plain WebGPU.
 */
export async function createPolicy(request: PolicyRequest): Promise<CreatedPolicy> {
  const { spec, backend } = request
  if (spec.kind === 'tabular') return { policy: createTabular(tabularConfig(request)), path: 'plain', notice: '' }
  const config = gptConfig(spec, request)
  const paths = pathsOn(backend, request.path)
  let notice = backend === 'cpu' && request.path === 'fused' ? 'There are no kernels in plain JavaScript.' : ''
  for (const path of paths) {
    try {
      await trust(backend, path)
      return { policy: await createGpt(config, backend, path), path, notice }
    } catch (error) {
      if (path === paths.at(-1)) throw error
      notice = `The kernels failed: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return fail('policy', 'a way to compute it', 'none', 'This is a defect of the playground; please report it.')
}

const pathsOn = (backend: Backend, path: Path): readonly Path[] => {
  if (backend === 'cpu' || path === 'plain') return ['plain']
  return backend === 'wasm' ? ['fused', 'plain'] : ['fused']
}

async function createGpt(config: GptConfig, backend: Backend, path: Path): Promise<Policy> {
  if (path === 'plain') return createPlainGpt(config, backend)
  if (backend === 'webgpu') return (await import('./webgpu/index.ts')).createWebgpuGpt(config)
  return (await import('./wasm/index.ts')).createWasmGpt(config)
}

/** Backends and paths that passed their self-test. */
const trusted = new Set<string>()

async function trust(backend: Backend, path: Path): Promise<void> {
  const key = `${backend} ${path}`
  if (trusted.has(key)) return
  const policy = await createGpt(selfTestConfig, backend, path)
  try {
    await selfTest(policy)
  } finally {
    policy.dispose()
  }
  trusted.add(key)
}

function tabularConfig({ vocabSize, rows, valueHead, forbidden }: PolicyRequest): TabularConfig {
  if (!rows) return fail('recipe.policy', 'a task with a table of situations', 'none', 'Choose a network.')
  const { count, ...places } = rows
  return { rows: count, ...places, vocabSize, valueHead, ...(forbidden && { forbidden }) }
}
