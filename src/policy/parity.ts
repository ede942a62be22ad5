/**
 * Two implementations of one network, side by side: the kernels against the plain operations. Needs no test framework,
 * so that it runs inside a browser too; what differs comes back as sentences.
 */
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { tf } from '../tensor/tf.ts'
import { copyState, updateState } from './optimiser.ts'
import type { ParityCase } from './parity-cases.ts'
import type {
  Policy,
  PolicyState,
  PolicyTensors,
  Rows,
  Sampled,
  SampleRequest,
  Scored,
  TrainRequest,
} from './policy.ts'
import { keptTokens } from './sampling.ts'

/** Relative to max(1, |expected|). */
const statisticsTolerance = 1e-4
/** Relative to the largest gradient of the same weight. */
const gradientTolerance = 1e-3
/** Of an update against the same update on the host, given the same gradient; relative to max(1e-3, |expected|). */
const updateTolerance = 1e-4
/** Distance of a cumulated probability from its uniform (or from p) within which either neighbour is right. */
const tie = 1e-5

export interface Parity {
  /** Numbers compared. */
  readonly compared: number
  /** One sentence per column that differs; empty when the two agree. */
  readonly differences: readonly string[]
}

/** Compares sampling, scoring, gradients, updates, and saving. Both policies are written to. */
export async function comparePolicies(reference: Policy, candidate: Policy, given: ParityCase): Promise<Parity> {
  const log = createLog(given.name)
  reference.write(given.state)
  candidate.write(given.state)
  log.state('write, then read', await candidate.read(), given.state, 0)
  const rows = await compareSamples(reference, candidate, given, log)
  log.scored(
    'score',
    await candidate.score(rows, given.sample.temperature),
    await reference.score(rows, given.sample.temperature),
  )
  for (const logits of [false, true]) await compareGradients(reference, candidate, given, rows, logits, log)
  await compareUpdate(candidate, given, rows, log)
  await compareRefusal(candidate, given, rows, log)
  return log
}

async function compareSamples(reference: Policy, candidate: Policy, given: ParityCase, log: Log): Promise<Rows> {
  const expected = await reference.sample(given.sample)
  const got = await candidate.sample(given.sample)
  const own = rowsOf(given.sample, got)
  log.scored('sample against own score', got, await candidate.score(own, given.sample.temperature))
  const V = given.config.vocabSize
  for (let i = 0; i < given.sample.rows.length; i++) {
    const length = sharedPrefix(i, got, expected)
    const [from, other] = [got.tokenStart[i]!, expected.tokenStart[i]!]
    const ends = from + length === got.tokenStart[i + 1] && other + length === expected.tokenStart[i + 1]
    if (!ends && !isTie(given.sample, i, length, expected, other + length, V)) {
      log.note(`sample: row ${i} differs at response position ${length}, where there is no near-tie`)
    }
    log.numbers(
      `sample: log-probability of row ${i}`,
      got.logp.subarray(from, from + length),
      expected.logp.subarray(other, other + length),
    )
    log.numbers(
      `sample: kept mass of row ${i}`,
      got.keptMass.subarray(from, from + length),
      expected.keptMass.subarray(other, other + length),
    )
    log.numbers(`sample: distribution of row ${i}`, byId(got, from, length, V), byId(expected, other, length, V))
  }
  return rowsOf(given.sample, expected)
}

/** Probabilities [length * V] by token id, from the report of the V likeliest. */
function byId({ topToken, topProbability }: Sampled, from: number, length: number, V: number): Float32Array {
  const result = new Float32Array(length * V)
  for (let t = 0; t < length; t++) {
    for (let k = 0; k < V; k++) {
      const at = (from + t) * V + k
      result[t * V + topToken[at]!] = topProbability[at]!
    }
  }
  return result
}

function sharedPrefix(row: number, a: Sampled, b: Sampled): number {
  let t = 0
  const [fromA, fromB] = [a.tokenStart[row]!, b.tokenStart[row]!]
  const length = Math.min(a.tokenStart[row + 1]! - fromA, b.tokenStart[row + 1]! - fromB)
  while (t < length && a.token[fromA + t] === b.token[fromB + t]) t++
  return t
}

/** Whether rounding may decide the token at position t of a row: at the draw, at either truncation, or at the top. */
function isTie(request: SampleRequest, row: number, t: number, sampled: Sampled, token: number, V: number): boolean {
  const p = byId(sampled, token, 1, V)
  const logp = p.map(Math.log)
  const ranked = [...p].sort((a, b) => b - a)
  const near = (a: number, b: number) => Math.abs(a - b) < tie
  if (request.greedy) return near(ranked[0]!, ranked[1] ?? 0)
  if (request.topK > 0 && request.topK < V && near(ranked[request.topK - 1]!, ranked[request.topK]!)) return true
  const limit = request.topK > 0 ? Math.min(request.topK, V) : V
  const top = ranked.slice(0, limit)
  const topMass = top.reduce((total, value) => total + value, 0)
  let cumulated = 0
  const atTopP = top.some((value, k) => {
    cumulated += value / topMass
    return near(cumulated, request.topP) || near(value, ranked[k + 1] ?? 0)
  })
  if (request.topP < 1 && atTopP) return true
  const kept = keptTokens(logp, request)
  const mass = kept.reduce((total, id) => total + p[id]!, 0)
  let walked = 0
  return kept.some(id => {
    walked += p[id]! / mass
    return near(walked, request.uniforms[row * request.maxResponse + t]!)
  })
}

const rowsOf = (request: SampleRequest, { tokenStart, token }: Sampled): Rows => ({
  problems: request.rows.map(({ problem }) => problem),
  tokenStart,
  token,
})

/** Reads every statistic, each position with a weight of its own; no weight at padding. */
function probingLoss(rows: Rows): TrainRequest['loss'] {
  return tensors => {
    const [n, width] = tensors.logp.shape
    const weight = Float32Array.from({ length: n * width }, (_, i) => {
      const [row, t] = [Math.floor(i / width), i % width]
      return t < rows.tokenStart[row + 1]! - rows.tokenStart[row]! ? Math.sin(1 + 2.3 * i) / n : 0
    })
    const mask = tf.tensor2d(weight, [n, width])
    const weighted = (x: Tensor2D, factor: number) => tf.mul<Scalar>(tf.sum(tf.mul(x, mask)), factor)
    return tf.addN<Scalar>(statisticsOf(tensors).map((x, i) => weighted(x, 1 - 0.3 * i)))
  }
}

function statisticsOf({ logp, entropy, meanLogp, value, logits }: PolicyTensors): Tensor2D[] {
  const squares = value && tf.square(value)
  // A bend, so that the gradient depends on the logit itself; forbidden logits are flat there.
  const bent = logits && tf.sum<Tensor2D>(tf.tanh(tf.mul(logits, 0.5)), -1)
  return [logp, entropy, meanLogp, squares, bent].filter(x => x !== undefined)
}

async function compareGradients(
  reference: Policy,
  candidate: Policy,
  given: ParityCase,
  rows: Rows,
  logits: boolean,
  log: Log,
): Promise<void> {
  const request = { rows, temperature: given.sample.temperature, logits, loss: probingLoss(rows) }
  const expected = await reference.gradient(request)
  const got = await candidate.gradient(request)
  const what = logits ? 'gradient of a loss on logits' : 'gradient'
  log.numbers(`${what}: loss`, [got.loss], [expected.loss])
  const floor = 1e-5 * largest(expected.gradient)
  for (const { name, offset, size } of reference.layout) {
    const part = expected.gradient.subarray(offset, offset + size)
    const scale = Math.max(floor, largest(part))
    log.compare(`${what}: ${name}`, got.gradient.subarray(offset, offset + size), part, () => gradientTolerance * scale)
  }
}

const largest = (values: Float32Array): number => values.reduce((top, value) => Math.max(top, Math.abs(value)), 0)

async function compareUpdate(candidate: Policy, given: ParityCase, rows: Rows, log: Log): Promise<void> {
  const request = { rows, temperature: given.sample.temperature, logits: false, loss: probingLoss(rows) }
  const gradient = await candidate.gradient(request)
  const expected = updateState(copyState(given.state), gradient, given.settings)
  const got = await candidate.update(request, given.settings)
  log.numbers('update: loss and norm', [got.loss, got.gradNorm], [gradient.loss, expected.gradNorm])
  log.state('update', await candidate.read(), expected.state, updateTolerance)
}

/** A loss that is not finite must change nothing. */
async function compareRefusal(candidate: Policy, given: ParityCase, rows: Rows, log: Log): Promise<void> {
  const before = await candidate.read()
  const loss = ({ logp }: PolicyTensors) => tf.mul<Scalar>(tf.sum(logp), Number.NaN)
  const { temperature } = given.sample
  const { loss: got } = await candidate.update({ rows, temperature, logits: false, loss }, given.settings)
  if (Number.isFinite(got)) log.note(`update: a loss of NaN came back as ${got}`)
  log.state('update with a loss of NaN', await candidate.read(), before, 0)
}

interface Log extends Parity {
  readonly note: (sentence: string) => void
  /** Within `allowed(expected)` of each other, number by number. */
  readonly compare: (
    what: string,
    got: ArrayLike<number>,
    expected: ArrayLike<number>,
    allowed: (expected: number) => number,
  ) => void
  readonly numbers: (what: string, got: ArrayLike<number>, expected: ArrayLike<number>) => void
  readonly scored: (what: string, got: Scored, expected: Scored) => void
  readonly state: (what: string, got: PolicyState, expected: PolicyState, tolerance: number) => void
}

function createLog(name: string): Log {
  const differences: string[] = []
  let compared = 0
  const note = (sentence: string) => differences.push(`${name}: ${sentence}`)
  const compare: Log['compare'] = (what, got, expected, allowed) => {
    compared += expected.length
    if (got.length !== expected.length) {
      note(`${what}: ${got.length} numbers where ${expected.length} were expected`)
      return
    }
    for (let i = 0; i < expected.length; i++) {
      if (Math.abs(got[i]! - expected[i]!) <= allowed(expected[i]!)) continue
      note(`${what}: number ${i} is ${got[i]}, expected ${expected[i]}`)
      return
    }
  }
  const numbers: Log['numbers'] = (what, got, expected) =>
    compare(what, got, expected, value => statisticsTolerance * Math.max(1, Math.abs(value)))
  return {
    get compared() {
      return compared
    },
    differences,
    note,
    compare,
    numbers,
    scored: (what, got, expected) => {
      const none = new Float32Array()
      for (const column of ['logp', 'entropy', 'meanLogp', 'collision', 'value'] as const) {
        numbers(`${what}: ${column}`, got[column] ?? none, expected[column] ?? none)
      }
    },
    state: (what, got, expected, tolerance) => {
      const allowed = (value: number) => tolerance * Math.max(1e-3, Math.abs(value))
      for (const part of ['parameters', 'moment1', 'moment2'] as const) {
        compare(`${what}: ${part}`, got[part], expected[part], allowed)
      }
      compare(`${what}: updates`, [got.updates], [expected.updates], () => 0)
    },
  }
}
