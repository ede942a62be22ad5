/** Networks, weights and requests that two implementations of a policy are compared on: seeded, small, and awkward. */
import { type GptConfig, gptLayout, parameterCount } from '../core/policy.ts'
import { type Draw, drawInteger, drawNormal, stream } from '../core/rng.ts'
import type { Problem } from '../core/task.ts'
import type { OptimiserSettings, PolicyState, SampleRequest } from './policy.ts'

export interface ParityCase {
  readonly name: string
  readonly config: GptConfig
  readonly state: PolicyState
  readonly sample: SampleRequest
  readonly settings: OptimiserSettings
}

/** What varies between cases; everything else is drawn. */
interface Plan {
  readonly name: string
  readonly vocabSize: number
  readonly nLayer: number
  readonly nEmbd: number
  readonly rows: number
  readonly maxPrompt: number
  readonly maxResponse: number
  readonly valueHead?: boolean
  readonly forbidden?: readonly number[]
  readonly temperature?: number
  readonly topK?: number
  readonly topP?: number
  readonly greedy?: boolean
  readonly stop?: readonly number[]
  readonly forced?: boolean
  readonly optimiser?: 'adam' | 'sgd'
}

const plans: readonly Plan[] = [
  { name: 'one row, one token', vocabSize: 5, nLayer: 1, nEmbd: 16, rows: 1, maxPrompt: 1, maxResponse: 1 },
  {
    name: 'ragged prompts, stop token, value head',
    vocabSize: 11,
    nLayer: 2,
    nEmbd: 32,
    rows: 7,
    maxPrompt: 5,
    maxResponse: 6,
    valueHead: true,
    stop: [0],
  },
  {
    name: 'forced prefixes, forbidden tokens, top-k',
    vocabSize: 13,
    nLayer: 1,
    nEmbd: 48,
    rows: 5,
    maxPrompt: 3,
    maxResponse: 7,
    forbidden: [1, 12],
    topK: 4,
    temperature: 0.6,
    forced: true,
    stop: [2],
  },
  {
    name: 'top-p, odd vocabulary beyond a workgroup, plain descent',
    vocabSize: 67,
    nLayer: 1,
    nEmbd: 16,
    rows: 9,
    maxPrompt: 2,
    maxResponse: 5,
    topP: 0.8,
    temperature: 1.7,
    optimiser: 'sgd',
  },
  {
    name: 'greedy, everything at once',
    vocabSize: 17,
    nLayer: 2,
    nEmbd: 16,
    rows: 3,
    maxPrompt: 6,
    maxResponse: 9,
    valueHead: true,
    forbidden: [0],
    topK: 9,
    topP: 0.9,
    greedy: true,
    forced: true,
    stop: [3, 4],
  },
  {
    name: 'top-k and top-p, one row, long',
    vocabSize: 9,
    nLayer: 1,
    nEmbd: 16,
    rows: 1,
    maxPrompt: 1,
    maxResponse: 33,
    topK: 6,
    topP: 0.7,
    valueHead: true,
  },
]

/** The fixed cases, drawn anew for each seed. */
export const parityCases = (seed: number): ParityCase[] =>
  plans.map((plan, index) => caseOf(plan, stream(seed, 0xca5e, index)))

function caseOf(plan: Plan, draw: Draw): ParityCase {
  const { vocabSize, nLayer, nEmbd, maxPrompt, maxResponse, rows: count } = plan
  const config: GptConfig = {
    vocabSize,
    blockSize: maxPrompt + maxResponse,
    nLayer,
    nHead: nEmbd / 16,
    nEmbd,
    valueHead: plan.valueHead ?? false,
    ...(plan.forbidden && { forbidden: plan.forbidden }),
  }
  const tokens = (length: number) => Array.from({ length }, () => drawInteger(draw, vocabSize))
  const rows = Array.from({ length: count }, (_, index) => {
    const prompt = tokens(1 + drawInteger(draw, maxPrompt))
    const problem: Problem = { index, prompt, text: '', data: {} }
    // The first row is forced to its full length.
    const forced = plan.forced ? tokens(index === 0 ? maxResponse : drawInteger(draw, maxResponse)) : []
    return { problem, forced }
  })
  return {
    name: plan.name,
    config,
    state: randomState(config, draw),
    sample: {
      rows,
      uniforms: Float32Array.from({ length: count * maxResponse }, draw),
      maxResponse,
      stop: plan.stop ?? [],
      temperature: plan.temperature ?? 1,
      topK: plan.topK ?? 0,
      topP: plan.topP ?? 1,
      greedy: plan.greedy ?? false,
      reportTop: vocabSize,
    },
    settings: {
      optimiser: plan.optimiser ?? 'adam',
      learningRate: 3e-3,
      beta1: 0.9,
      beta2: 0.99,
      weightDecay: 0.1,
      maxGradNorm: 0.5,
    },
  }
}

/** Weights that are large enough for every one to matter, and moments as after three updates. */
function randomState(config: GptConfig, draw: Draw): PolicyState {
  const layout = gptLayout(config)
  const size = parameterCount(layout)
  const parameters = Float32Array.from({ length: size }, () => 0.15 * drawNormal(draw))
  for (const { name, offset, size } of layout) {
    if (name.endsWith('.g')) for (let i = offset; i < offset + size; i++) parameters[i]! += 1
    if (name === 'wte' || name === 'wpe') for (let i = offset; i < offset + size; i++) parameters[i]! *= 3
  }
  return {
    parameters,
    moment1: Float32Array.from({ length: size }, () => 0.01 * drawNormal(draw)),
    moment2: Float32Array.from({ length: size }, () => 1e-4 * draw()),
    updates: 3,
  }
}
