/** Sampling responses, in one go or turn by turn, with noise that is keyed by what a rollout is, not by where it stands. */
import { uniform } from '../../core/rng.ts'
import type { Problem } from '../../core/task.ts'
import type { Sampled } from '../../policy/policy.ts'
import type { Run } from '../run.ts'
import { readDialogue, stopTokens } from './turns.ts'

/** One response that is wanted. */
export interface Ask {
  readonly problem: Problem
  /** Number of this rollout among those of its problem: the key of its noise. */
  readonly rollout: number
  /** Response tokens that are given; the rest is sampled. */
  readonly forced: readonly number[]
}

export interface RollOutOptions {
  /** Key words between the seed and (problem, rollout, position): a purpose, and the iteration where noise is fresh. */
  readonly key: readonly number[]
  readonly temperature?: number
  readonly greedy?: boolean
  readonly reportTop?: number
}

/** [asks * width] uniforms keyed by (seed, key, problem, rollout, position). */
export function noise(seed: number, key: readonly number[], asks: readonly Ask[], width: number): Float32Array {
  const result = new Float32Array(asks.length * width)
  asks.forEach(({ problem, rollout }, row) => {
    for (let t = 0; t < width; t++) result[row * width + t] = uniform(seed, ...key, problem.index, rollout, t)
  })
  return result
}

/** Responses in the order of the asks. Where the task has turns, the world speaks between them. */
export async function rollOut(run: Run, asks: readonly Ask[], options: RollOutOptions): Promise<Sampled> {
  const { task, level } = run
  if (!task.reply) return draw(run, asks, options)
  const latest: SampledRow[] = []
  let open = asks.map(({ problem, forced }, row) => ({
    row,
    text: [...forced, ...readDialogue(task, level, problem, forced).owed],
  }))
  while (open.length > 0) {
    const sampled = await draw(
      run,
      open.map(({ row, text }) => ({ ...asks[row]!, forced: text })),
      options,
    )
    open = open.flatMap(({ row }, at) => {
      latest[row] = { sampled, at }
      const text = tokensOf({ sampled, at })
      const { over, owed } = readDialogue(task, level, asks[row]!.problem, text)
      return over && owed.length === 0 ? [] : [{ row, text: [...text, ...owed] }]
    })
  }
  return joinRows(latest, options.reportTop ?? 0)
}

/** [T] log-probabilities with which the tokens were really drawn: renormalised over what truncation kept. */
export const drawnLogp = ({ logp, keptMass }: Pick<Sampled, 'logp' | 'keptMass'>): Float32Array =>
  logp.map((value, t) => value - Math.log(keptMass[t]!))

/** A row of an answer of the policy. */
export interface SampledRow {
  readonly sampled: Sampled
  readonly at: number
}

export const tokensOf = ({ sampled, at }: SampledRow): number[] =>
  Array.from(sampled.token.subarray(sampled.tokenStart[at], sampled.tokenStart[at + 1]))

function draw(run: Run, asks: readonly Ask[], options: RollOutOptions): Promise<Sampled> {
  const { params, level } = run
  return run.policy.sample({
    rows: asks,
    uniforms: noise(run.seed, options.key, asks, level.maxResponse),
    maxResponse: level.maxResponse,
    stop: stopTokens(run.task),
    temperature: options.temperature ?? params.temperature,
    topK: params.topK,
    topP: params.topP,
    greedy: options.greedy ?? false,
    reportTop: options.reportTop ?? 0,
  })
}

/** One ragged answer from rows of several. */
export function joinRows(rows: readonly SampledRow[], reportTop: number): Sampled {
  const tokenStart = new Int32Array(rows.length + 1)
  rows.forEach(({ sampled, at }, i) => {
    tokenStart[i + 1] = tokenStart[i]! + sampled.tokenStart[at + 1]! - sampled.tokenStart[at]!
  })
  const total = tokenStart[rows.length]!
  const fill = <A extends Float32Array | Int32Array>(into: A, width: number, from: (sampled: Sampled) => A): A => {
    rows.forEach(({ sampled, at }, i) => {
      const part = from(sampled).subarray(sampled.tokenStart[at]! * width, sampled.tokenStart[at + 1]! * width)
      into.set(part, tokenStart[i]! * width)
    })
    return into
  }
  const column = (from: (sampled: Sampled) => Float32Array) => fill(new Float32Array(total), 1, from)
  const valued = rows.every(({ sampled }) => sampled.value !== undefined)
  return {
    tokenStart,
    token: fill(new Int32Array(total), 1, sampled => sampled.token),
    logp: column(sampled => sampled.logp),
    entropy: column(sampled => sampled.entropy),
    meanLogp: column(sampled => sampled.meanLogp),
    collision: column(sampled => sampled.collision),
    keptMass: column(sampled => sampled.keptMass),
    ...(valued && { value: column(sampled => sampled.value ?? new Float32Array()) }),
    topToken: fill(new Int32Array(total * reportTop), reportTop, sampled => sampled.topToken),
    topProbability: fill(new Float32Array(total * reportTop), reportTop, sampled => sampled.topProbability),
  }
}
