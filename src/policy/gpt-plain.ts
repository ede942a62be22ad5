/** The reference policy: the network of gpt-graph.ts on any TensorFlow.js backend, drawing on the host. */
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import { breathe } from '../core/breathe.ts'
import { type GptConfig, gptLayout, parameterCount } from '../core/policy.ts'
import { onBackend } from '../tensor/backends.ts'
import { type Backend, tf } from '../tensor/tf.ts'
import { forward, policyTensors, type WeightOf, weightsByName } from './gpt-graph.ts'
import { copyState, freshState, takeState, updateState } from './optimiser.ts'
import { type Packed, pack, packResponses } from './pack.ts'
import type { Policy, PolicyState, SampleRequest, Scored, TrainRequest } from './policy.ts'
import { createRecorder, type Position, scoredOf } from './recorder.ts'
import { checkSample, longestResponse, type Sequence, sequencesOf } from './request.ts'
import { allowedTokens, logProbabilities, tokenStatistics } from './sampling.ts'

/**
 * Weights are zero until `write`. `backend` must be open (tensor/backends.ts). Sampling runs the whole sequence again
 * for every token: slow, and easy to trust.
 */
export function createPlainGpt(config: GptConfig, backend: Backend): Policy {
  const layout = gptLayout(config)
  const names = layout.map(({ name }) => name)
  const allowed = allowedTokens(config.vocabSize, config.forbidden)
  const here = <T>(run: () => T): T => onBackend(backend, run)
  let state = freshState(new Float32Array(parameterCount(layout)))
  let weights: Tensor[] = []

  const upload = () =>
    here(() => {
      tf.dispose(weights)
      weights = layout.map(({ shape, offset, size }) =>
        tf.tensor(state.parameters.slice(offset, offset + size), [...shape]),
      )
    })
  upload()

  /** Logits, and values where there is a head, of the wanted positions of a packed batch. */
  const infer = async (packed: Packed): Promise<(row: number, output: number) => Position> => {
    const { logits, value } = here(() => tf.tidy(() => forward(config, weightsByName(names, weights), packed)))
    const [z, v] = await Promise.all([logits.data(), value?.data()])
    tf.dispose({ logits, value })
    return (row, output) => {
      const at = row * packed.outputs + output
      return { logits: z.subarray(at * config.vocabSize, (at + 1) * config.vocabSize), value: v?.[at] }
    }
  }

  const sample = async (request: SampleRequest, onProgress?: (share: number) => void) => {
    checkSample('policy.sample', config, request)
    const recorder = createRecorder(request, allowed, config.valueHead)
    for (let rows = recorder.active(); rows.length > 0; rows = recorder.active()) {
      onProgress?.(recorder.share())
      await breathe()
      const sequences = rows.map(
        (row): Sequence => ({ prompt: request.rows[row]!.problem.prompt, response: recorder.written(row) }),
      )
      const from = rows.map(row => recorder.recorded(row))
      // Forced tokens are recorded all at once; beyond them, one new token per pass.
      const to = sequences.map(({ response }) => Math.min(response.length + 1, request.maxResponse))
      const position = await infer(pack(sequences, from, to))
      rows.forEach((row, i) => {
        for (let t = from[i]!; t < to[i]!; t++) recorder.take(row, position(i, t - from[i]!))
      })
    }
    return recorder.finish()
  }

  const score: Policy['score'] = async (rows, temperature): Promise<Scored> => {
    const sequences = sequencesOf('policy.score', config, rows)
    if (rows.token.length === 0) return scoredOf([], config.valueHead)
    const position = await infer(packResponses(sequences))
    const statistics = sequences.flatMap(({ response }, i) =>
      response.map((token, t) => {
        const { logits, value = 0 } = position(i, t)
        return { ...tokenStatistics(logProbabilities(logits, temperature, allowed), token, allowed), value }
      }),
    )
    return scoredOf(statistics, config.valueHead)
  }

  /** Loss and the gradient of every weight, on the current backend. */
  const differentiate = (request: TrainRequest): { value: Scalar; grads: Tensor[] } => {
    const packed = packResponses(sequencesOf('policy.gradient', config, request.rows))
    const token = padTokens(request)
    const lossOf = (...leaves: Tensor[]): Scalar => {
      const w: WeightOf = weightsByName(names, leaves)
      const tensors = policyTensors(forward(config, w, packed), token, request.temperature, allowed, request.logits)
      // Every weight enters with factor 0, so that its gradient exists when the loss does not reach it (value head).
      // One by one: addN binds a buffer for each, and WebGPU allows eight.
      return leaves.reduce<Scalar>((total, leaf) => tf.add(total, tf.mul(tf.sum(leaf), 0)), request.loss(tensors))
    }
    return tf.valueAndGrads(lossOf)(weights)
  }

  const gradient: Policy['gradient'] = async request => {
    const { value, flat } = here(() =>
      tf.tidy(() => {
        const { value, grads } = differentiate(request)
        return { value, flat: tf.concat(grads.map(grad => tf.reshape(grad, [-1]))) }
      }),
    )
    const [[loss], gradients] = await Promise.all([value.data(), flat.data()])
    tf.dispose([value, flat])
    return { loss: loss ?? Number.NaN, gradient: Float32Array.from(gradients) }
  }

  return {
    spec: { kind: 'gpt', nLayer: config.nLayer, nHead: config.nHead, nEmbd: config.nEmbd },
    layout,
    vocabSize: config.vocabSize,
    sample,
    score,
    gradient,
    update: async (request, settings) => {
      const result = await gradient(request)
      const next = updateState(state, result, settings)
      state = next.state
      upload()
      return { loss: result.loss, gradNorm: next.gradNorm }
    },
    read: async () => copyState(state),
    write: (given: PolicyState) => {
      state = takeState('policy.write', state.parameters.length, given)
      upload()
    },
    dispose: () => tf.dispose(weights),
  }
}

/** [rows * longest response] response tokens; 0 at padding. */
function padTokens({ rows }: TrainRequest): Int32Array {
  const width = Math.max(1, longestResponse(rows))
  const token = new Int32Array(rows.problems.length * width)
  for (let i = 0; i < rows.problems.length; i++) {
    token.set(rows.token.subarray(rows.tokenStart[i], rows.tokenStart[i + 1]), i * width)
  }
  return token
}
