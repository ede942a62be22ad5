/**
 * The tiny GPT on SIMD WASM kernels: one thread, no GPU, any browser and Node. Every sum has a fixed order, so a run
 * repeats bit for bit.
 *
 * Log-probabilities do not depend on what else is in the batch, so a response scores exactly what it was sampled with,
 * and the first update of an iteration has ratios of exactly 1.
 */
import { breathe } from '../../core/breathe.ts'
import { type GptConfig, gptLayout, parameterCount } from '../../core/policy.ts'
import { copyState, freshState, takeState, updateState } from '../optimiser.ts'
import type { Policy, Rows, Sampled, SampleRequest, Scored, TrainRequest } from '../policy.ts'
import { checkSample, sequencesOf } from '../request.ts'
import { type Budget, defaultBudget, type Pace } from './budget.ts'
import { openKernels } from './kernels.ts'
import { createNetwork, type Network, setTemperature } from './network.ts'
import { createColumns, scoredColumns } from './recorder.ts'
import { rowsPerChunk, sampleChunk } from './rollout.ts'
import { gradientOf, scoreRows } from './training.ts'

/** Weights are zero until `write`. Rejects where the engine has no SIMD. */
export async function createWasmGpt(config: GptConfig, budget: Partial<Budget> = {}): Promise<Policy> {
  return createPolicy(createNetwork(config, await openKernels()), { ...defaultBudget, ...budget })
}

export function createPolicy(network: Network, budget: Budget): Policy {
  const { config, arena, parameters } = network
  const layout = gptLayout(config)
  const count = parameterCount(layout)
  let { moment1, moment2, updates } = freshState(new Float32Array(count))
  // A view dies when WASM memory grows, so the state is put together when it is needed.
  const stateNow = () => ({ parameters: arena.floats(parameters, count), moment1, moment2, updates })
  const inTurn = createQueue()
  return {
    spec: { kind: 'gpt', nLayer: config.nLayer, nHead: config.nHead, nEmbd: config.nEmbd },
    layout,
    vocabSize: config.vocabSize,
    sample: (request, onProgress) => inTurn(() => sample(network, budget, request, onProgress)),
    score: (rows, temperature) => inTurn(() => score(network, budget, rows, temperature)),
    gradient: request =>
      inTurn(async () => {
        const { loss, gradient } = await differentiate(network, budget, request)
        return { loss, gradient: gradient.slice() }
      }),
    update: (request, settings) =>
      inTurn(async () => {
        const result = await differentiate(network, budget, request)
        const { state, gradNorm } = updateState(stateNow(), result, settings)
        updates = state.updates
        return { loss: result.loss, gradNorm }
      }),
    read: () => inTurn(async () => copyState(stateNow())),
    write: given => {
      const state = takeState('policy.write', count, given)
      arena.floats(parameters, count).set(state.parameters)
      ;({ moment1, moment2, updates } = state)
    },
    // WASM memory cannot be given back; it goes with the last reference to the policy.
    dispose: () => {},
  }
}

async function sample(
  network: Network,
  budget: Budget,
  request: SampleRequest,
  onProgress?: (share: number) => void,
): Promise<Sampled> {
  checkSample('policy.sample', network.config, request)
  setTemperature(network, request.temperature)
  const columns = createColumns(request, network.config.valueHead)
  const size = rowsPerChunk(network, budget)
  const pace = createPace(budget, onProgress)
  for (let from = 0; from < request.rows.length; from += size) {
    const to = Math.min(from + size, request.rows.length)
    await sampleChunk(network, request, [from, to], columns, budget, pace)
  }
  return columns.finish()
}

async function score(network: Network, budget: Budget, rows: Rows, temperature: number): Promise<Scored> {
  const sequences = sequencesOf('policy.score', network.config, rows)
  setTemperature(network, temperature)
  return scoredColumns(await scoreRows(network, sequences, budget, createPace(budget)), network.config.valueHead)
}

/** The gradient is a view that the next job overwrites. */
async function differentiate(network: Network, budget: Budget, request: TrainRequest) {
  const sequences = sequencesOf('policy.gradient', network.config, request.rows)
  setTemperature(network, request.temperature)
  const loss = await gradientOf(network, sequences, request, budget, createPace(budget))
  return { loss, gradient: network.arena.floats(network.gradient, network.parameterCount) }
}

/** Runs asynchronous jobs one after another: they share the same memory. */
function createQueue(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return job => {
    const result = last.then(job)
    last = result.catch(() => {})
    return result
  }
}

/** Lets messages in, and reports progress, at intervals of work: between chunks, so that no sum is taken in another order. */
function createPace({ workPerReport }: Budget, onProgress: (share: number) => void = () => {}): Pace {
  let work = 0
  return async (more, share) => {
    work += more
    if (work < workPerReport) return
    work = 0
    if (share !== undefined) onProgress(share)
    await breathe()
  }
}
