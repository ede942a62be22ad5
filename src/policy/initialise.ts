/** Random starting weights, as in GPT-2. */
import { type GptConfig, gptLayout, parameterCount, type Weight } from '../core/policy.ts'
import { drawNormal, purpose, stream } from '../core/rng.ts'
import { freshState } from './optimiser.ts'
import type { Policy, PolicyState } from './policy.ts'

/** GPT-2 (openai/gpt-2, src/model.py, conv1d and model): standard deviation of every matrix and of `wte`. */
const spread = 0.02

/**
 * Flat parameters: norm gains 1, biases 0, matrices and embeddings normal with deviation 0.02; the projections that
 * write into the residual stream are divided by sqrt(2 * nLayer) (GPT-2 paper, section 2.3). The value head starts at 0,
 * so that the first values are neutral. Weight i of the layout draws from a stream of its own.
 */
export const initialParameters = (config: GptConfig, seed: number): Float32Array =>
  drawParameters(gptLayout(config), config.nLayer, seed)

/** The start of a run without a checkpoint: a random network, or a table of zeros (the uniform policy). */
export const initialState = ({ spec, layout }: Pick<Policy, 'spec' | 'layout'>, seed: number): PolicyState =>
  freshState(spec.kind === 'gpt' ? drawParameters(layout, spec.nLayer, seed) : new Float32Array(parameterCount(layout)))

function drawParameters(layout: readonly Weight[], nLayer: number, seed: number): Float32Array {
  const parameters = new Float32Array(parameterCount(layout))
  layout.forEach((weight, index) => {
    const end = weight.offset + weight.size
    if (weight.name.endsWith('.g')) parameters.fill(1, weight.offset, end)
    const deviation = deviationOf(weight, nLayer)
    if (deviation === 0) return
    const draw = stream(seed, purpose.initialise, index)
    for (let i = weight.offset; i < end; i++) parameters[i] = deviation * drawNormal(draw)
  })
  return parameters
}

function deviationOf({ name, shape }: Weight, nLayer: number): number {
  if (shape.length !== 2 || name.startsWith('value')) return 0
  return name.endsWith('proj.w') ? spread / Math.sqrt(2 * nLayer) : spread
}
