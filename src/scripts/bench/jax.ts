/**
 * The yardstick: the same train step (forward, backward, clipping by global norm, Adam) in jax-js, jit-compiled, as its
 * own documentation would have one write it. Every function takes ownership of its arrays; `.ref` keeps one for later.
 */
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax'
import { fail } from '../../core/fail.ts'
import { gptLayout } from '../../core/policy.ts'
import type { Sampled } from '../../policy/policy.ts'
import { repeat, type Timing, timed } from './clock.ts'
import { responseLength, rowsOf, type Size } from './sizes.ts'
import { clipRange, groupAdvantages, problemsOf, settings } from './work.ts'

type Weights = { [name: string]: np.Array }
type State = { w: Weights; m: Weights; v: Weights }
/** `ids` [B, S] inputs, `chosen` [B, R] response tokens, `oldLogp` [B, R], `advantage` [B, 1]. */
type Batch = { ids: np.Array; chosen: np.Array; oldLogp: np.Array; advantage: np.Array }

export interface JaxTrainer {
  /** Loss of one update. */
  readonly update: () => Promise<number>
  readonly dispose: () => void
}

const last = { keepdims: true } as const
const linear = (x: np.Array, w: Weights, name: string): np.Array => np.matmul(x, w[`${name}.w`]!).add(w[`${name}.b`]!)

function layerNorm(x: np.Array, w: Weights, name: string): np.Array {
  const centred = x.ref.sub(x.mean(-1, last))
  const spread = np.sqrt(np.square(centred.ref).mean(-1, last).add(1e-5))
  return centred.div(spread).mul(w[`${name}.g`]!).add(w[`${name}.b`]!)
}

/** x [B, S, C] -> [B, S, C]. */
function attention(x: np.Array, w: Weights, name: string, heads: number): np.Array {
  const [B = 0, S = 0, C = 0] = x.shape
  const [q, k, v] = np
    .split(linear(x, w, `${name}.qkv`), 3, -1)
    .map(part => part.reshape([B, S, heads, C / heads]).transpose([0, 2, 1, 3]))
  const scores = np.matmul(q!, k!.transpose([0, 1, 3, 2])).mul(Math.sqrt(heads / C))
  const past = np.tri(S, S).sub(1).mul(1e4) // 0 on and below the diagonal
  const mixed = np.matmul(nn.softmax(scores.add(past), -1), v!) // [B, H, S, D]
  return linear(mixed.transpose([0, 2, 1, 3]).reshape([B, S, C]), w, `${name}.proj`)
}

/** Log-probabilities of the chosen tokens, [B, R]. Every weight is used once, as ownership wants it. */
function logProbabilities({ config, promptLength }: Size, w: Weights, ids: np.Array, chosen: np.Array): np.Array {
  const { vocabSize: V, nHead, nLayer } = config
  const [, S = 0] = ids.shape
  let x = np.matmul(nn.oneHot(ids, V), w.wte!).add(w.wpe!.slice([0, S]))
  for (let layer = 0; layer < nLayer; layer++) {
    const h = `h${layer}`
    x = x.ref.add(attention(layerNorm(x, w, `${h}.ln1`), w, `${h}.attn`, nHead))
    const wide = nn.gelu(linear(layerNorm(x.ref, w, `${h}.ln2`), w, `${h}.mlp.fc`), { approximate: true })
    x = x.add(linear(wide, w, `${h}.mlp.proj`))
  }
  const wanted = x.slice([], [promptLength - 1, S])
  const logits = linear(layerNorm(wanted, w, 'lnf'), w, 'head')
  return nn.logSoftmax(logits, -1).mul(nn.oneHot(chosen, V)).sum(-1)
}

function lossOf(size: Size, w: Weights, { ids, chosen, oldLogp, advantage }: Batch): np.Array {
  const ratio = np.exp(logProbabilities(size, w, ids, chosen).sub(oldLogp))
  const clipped = np.clip(ratio.ref, 1 - clipRange, 1 + clipRange)
  return np.minimum(ratio.mul(advantage.ref), clipped.mul(advantage)).mean().neg()
}

/** `rates` [2]: the learning rate with its bias correction, and the second moment's correction. */
const trainStep = (size: Size) =>
  jit((state: State, batch: Batch, rates: np.Array): { state: State; loss: np.Array } => {
    const { w, m, v } = state
    const refs = Object.fromEntries(Object.entries(w).map(([name, weight]) => [name, weight.ref]))
    const [loss, gradient] = valueAndGrad((weights: Weights) => lossOf(size, weights, batch))(refs)
    const names = Object.keys(w)
    const squares = names.map(name => np.square(gradient[name]!.ref).sum()).reduce((a, b) => a.add(b))
    const scale = np.minimum(np.reciprocal(np.sqrt(squares).add(1e-6)).mul(settings.maxGradNorm), 1)
    const [rate, correction] = [rates.ref.slice(0), rates.slice(1)]
    const next: State = { w: {}, m: {}, v: {} }
    for (const name of names) {
      const g = gradient[name]!.mul(scale.ref)
      const moment = m[name]!.mul(settings.beta1).add(g.ref.mul(1 - settings.beta1))
      const second = v[name]!.mul(settings.beta2).add(np.square(g).mul(1 - settings.beta2))
      const divisor = np.sqrt(second.ref).div(correction.ref).add(1e-8)
      next.w[name] = w[name]!.sub(moment.ref.mul(rate.ref).div(divisor))
      next.m[name] = moment
      next.v[name] = second
    }
    for (const done of [scale, rate, correction]) done.dispose()
    return { state: next, loss }
  })

const arraysOf = (size: Size, parameters: Float32Array): Weights =>
  Object.fromEntries(
    gptLayout(size.config).map(({ name, shape, offset, size: count }) => [
      name,
      np.array(parameters.slice(offset, offset + count), { shape: [...shape] }),
    ]),
  )

/** Starts a device; fails where jax-js has none of that kind here. */
export async function openJax(device: 'wasm' | 'webgpu'): Promise<void> {
  const devices = await init(device)
  if (!devices.includes(device)) fail('bench.jax', `a ${device} device`, devices.join(', ') || 'none', 'Leave it out.')
  defaultDevice(device)
}

/** A trainer on the open device, from the given parameters, that trains on the same rollouts again and again. */
export function jaxTrainer(size: Size, parameters: Float32Array, sampled: Sampled): JaxTrainer {
  const [B, R] = [rowsOf(size), responseLength(size)]
  const S = size.promptLength + R - 1
  const problems = problemsOf(size)
  const inputs = problems.flatMap(({ prompt }, row) => [...prompt, ...sampled.token.subarray(row * R, row * R + R - 1)])
  const batch: Batch = {
    ids: np.array(Int32Array.from(inputs), { shape: [B, S] }),
    chosen: np.array(sampled.token.slice(), { shape: [B, R] }),
    oldLogp: np.array(sampled.logp.slice(), { shape: [B, R] }),
    advantage: np.array(groupAdvantages(size, sampled), { shape: [B, 1] }),
  }
  const zeros = () => arraysOf(size, new Float32Array(parameters.length))
  let state: State = { w: arraysOf(size, parameters), m: zeros(), v: zeros() }
  const train = trainStep(size)
  let updates = 0
  return {
    update: async () => {
      updates++
      const rate = settings.learningRate / (1 - settings.beta1 ** updates)
      const rates = np.array(Float32Array.of(rate, Math.sqrt(1 - settings.beta2 ** updates)))
      const { ids, chosen, oldLogp, advantage } = batch
      const kept = { ids: ids.ref, chosen: chosen.ref, oldLogp: oldLogp.ref, advantage: advantage.ref }
      const result = train(state, kept, rates)
      state = result.state
      const [loss = Number.NaN] = await result.loss.data()
      await Promise.all(Object.values(state.w).map(weight => weight.blockUntilReady()))
      return loss
    },
    dispose: () => {
      for (const part of [batch, state.w, state.m, state.v]) for (const array of Object.values(part)) array.dispose()
      train.dispose()
    },
  }
}

export const timeJax = (trainer: JaxTrainer): Promise<Timing[]> =>
  repeat(async () => ({ train: (await timed(trainer.update)).ms }))
