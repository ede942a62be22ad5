/**
 * The network itself, in TensorFlow.js operations: a GPT-2 in the layout of core/policy.ts. B rows, S sequence
 * positions, R wanted positions, C = nEmbd, H heads of D = C / H, V tokens.
 *
 * Every operation reduces in a fixed order on every backend: embeddings are one-hot products, because the gradient of
 * a gather adds with atomics on WebGPU.
 */
import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core'
import { fail } from '../core/fail.ts'
import { forbiddenLogit, type GptConfig } from '../core/policy.ts'
import { tf } from '../tensor/tf.ts'
import type { Packed } from './pack.ts'
import type { PolicyTensors } from './policy.ts'

/** Looks a weight up by its name in the layout. */
export type WeightOf = (name: string) => Tensor

export const weightsByName = (names: readonly string[], tensors: readonly Tensor[]): WeightOf => {
  const known = new Map(names.map((name, i) => [name, tensors[i]]))
  return name => known.get(name) ?? fail('gpt.weight', 'a name of the layout', `"${name}"`, 'Fix gptLayout.')
}

/** Added to the scores of later positions; -1e9 and -Infinity break some softmax kernels. */
const maskedScore = -1e4
/** PyTorch's default, and GPT-2's. */
const normEpsilon = 1e-5

/**
 * [...shape, depth], made on the host: tf.oneHot refuses a depth of 1, and its `wasm` kernel writes integers whatever
 * type it is asked for (4.22).
 */
function oneHot(ids: Int32Array, shape: readonly number[], depth: number): Tensor {
  const hot = new Float32Array(ids.length * depth)
  for (let i = 0; i < ids.length; i++) hot[i * depth + ids[i]!] = 1
  return tf.tensor(hot, [...shape, depth])
}

/** y = x W + b; x [N, in], W [in, out], b [out]. */
const linear = (x: Tensor, w: WeightOf, name: string): Tensor2D =>
  tf.add(tf.matMul<Tensor2D>(x, w(`${name}.w`)), w(`${name}.b`))

/** x [N, C] */
function layerNorm(x: Tensor, w: WeightOf, name: string): Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true))
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), normEpsilon)) // [N, 1]
  return tf.add(tf.mul(tf.mul(centred, scale), w(`${name}.g`)), w(`${name}.b`))
}

/** The tanh approximation, as in GPT-2. */
function gelu(x: Tensor): Tensor {
  const inner = tf.mul(tf.add(x, tf.mul(tf.mul(x, tf.square(x)), 0.044715)), Math.sqrt(2 / Math.PI))
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1))
}

/** Is shown the weights of each layer, [B, H, S, S]: how much position s of head h looks at each position up to it. */
type Onlooker = (weights: Tensor4D) => void

/** Causal self-attention; x [B*S, C] -> [B*S, C]. */
function attention(
  x: Tensor,
  w: WeightOf,
  name: string,
  [rows, width, heads]: readonly [number, number, number],
  look: Onlooker | undefined,
): Tensor {
  const C = x.shape[1] ?? 0
  const D = C / heads
  const parts = tf.split<Tensor2D>(linear(x, w, `${name}.qkv`), 3, 1)
  const inHeads = (part: number): Tensor4D =>
    tf.transpose<Tensor4D>(tf.reshape(parts[part]!, [rows, width, heads, D]), [0, 2, 1, 3])
  const [q, k, v] = [inHeads(0), inHeads(1), inHeads(2)] // each [B, H, S, D]
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(D)) // [B, H, S, S]
  const weights = tf.softmax<Tensor4D>(tf.add(scores, causalMask(width)))
  look?.(weights)
  const mixed = tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]) // [B, S, H, D]
  return linear(tf.reshape(mixed, [rows * width, C]), w, `${name}.proj`)
}

/** [S, S] 0 on and below the diagonal. */
const causalMask = (width: number): Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: width * width }, (_, i) => (i % width > Math.floor(i / width) ? maskedScore : 0)),
    [width, width],
  )

/** Token and position embeddings through all blocks: [B*S, C], before the last norm. */
function trunk(config: GptConfig, w: WeightOf, { rows, width, ids }: Packed, look?: Onlooker): Tensor {
  const { vocabSize: V, nEmbd: C, nHead, nLayer } = config
  const tokens = tf.matMul(oneHot(ids, [rows * width], V), w('wte')) // [B*S, C]
  const positions = tf.slice(w('wpe'), [0, 0], [width, C]) // [S, C]
  let x: Tensor = tf.reshape(tf.add(tf.reshape(tokens, [rows, width, C]), positions), [rows * width, C])
  for (let layer = 0; layer < nLayer; layer++) {
    const h = `h${layer}`
    x = tf.add(x, attention(layerNorm(x, w, `${h}.ln1`), w, `${h}.attn`, [rows, width, nHead], look))
    x = tf.add(x, linear(gelu(linear(layerNorm(x, w, `${h}.ln2`), w, `${h}.mlp.fc`)), w, `${h}.mlp.proj`))
  }
  return x
}

/** A type, not an interface, so that `tf.tidy` takes it for a container. */
export type GptOutput = {
  /** [B, R, V] */
  readonly logits: Tensor3D
  /** [B, R]; undefined without a value head. */
  readonly value: Tensor2D | undefined
}

/** Logits and values at the wanted positions only. */
export function forward(config: GptConfig, w: WeightOf, packed: Packed): GptOutput {
  const { rows, width, outputs, position } = packed
  const wanted = oneHot(position, [rows, outputs], width) // [B, R, S]
  const hidden = tf.matMul(wanted, tf.reshape(trunk(config, w, packed), [rows, width, config.nEmbd])) // [B, R, C]
  const x = layerNorm(tf.reshape(hidden, [rows * outputs, config.nEmbd]), w, 'lnf')
  return {
    logits: tf.reshape(linear(x, w, 'head'), [rows, outputs, config.vocabSize]),
    value: config.valueHead ? tf.reshape(linear(x, w, 'value'), [rows, outputs]) : undefined,
  }
}

/** The attention weights of each layer, [B, H, S, S]; rows of padding hold arbitrary numbers. */
export function attentionWeights(config: GptConfig, w: WeightOf, packed: Packed): Tensor4D[] {
  const layers: Tensor4D[] = []
  trunk(config, w, packed, weights => layers.push(weights))
  return layers
}

/**
 * The statistics that losses read, [B, R] each, at `token` [B * R]. `allowed` [V] is 0 for forbidden tokens.
 * Definitions: policy.ts.
 */
export function policyTensors(
  { logits, value }: GptOutput,
  token: Int32Array,
  temperature: number,
  allowed: Uint8Array,
  withLogits: boolean,
): PolicyTensors {
  const [rows, outputs, V] = logits.shape
  const open = tf.tensor1d(Float32Array.from(allowed)) // [V]
  const z = tf.add<Tensor3D>(tf.mul(logits, tf.div(open, temperature)), tf.mul(tf.sub(1, open), forbiddenLogit))
  const logProbs = tf.logSoftmax(z) // [B, R, V]
  const chosen = oneHot(token, [rows, outputs], V)
  return {
    logp: tf.sum<Tensor2D>(tf.mul(logProbs, chosen), -1),
    entropy: tf.neg(tf.sum<Tensor2D>(tf.mul(tf.exp(logProbs), logProbs), -1)),
    meanLogp: tf.div<Tensor2D>(tf.sum(tf.mul(logProbs, open), -1), tf.sum(open)),
    ...(value && { value }),
    ...(withLogits && { logits: z }),
  }
}
