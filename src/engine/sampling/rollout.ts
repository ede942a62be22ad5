/** Sampling responses, in one go or turn by turn, with noise that is keyed by what a rollout is, not by where it stands. */
import { type Dialogue, readDialogue, stopTokens } from '../../core/dialogue.ts'
import { uniform } from '../../core/rng.ts'
import type { Problem } from '../../core/task.ts'
import type { Sampled } from '../../policy/policy.ts'
import type { Run } from '../run.ts'

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
  const { params, task, level, policy } = run
  const talks = task.episodes && asks.map(({ problem, forced }) => readDialogue(task, level, problem, forced))
  const reply = (row: number, heard: readonly number[]): readonly number[] | undefined => {
    const talk = talks?.[row]
    talk?.hear(heard)
    const owed = talk?.owed() ?? []
    if (!talk || (talk.over() && owed.length === 0)) return undefined
    talk.hear(owed)
    return owed
  }
  return policy.sample({
    rows: asks.map(({ problem, forced }, row) => ({
      problem,
      forced: [...forced, ...(talks ? begun(talks[row]!) : [])],
    })),
    uniforms: noise(run.seed, options.key, asks, level.maxResponse),
    maxResponse: level.maxResponse,
    stop: stopTokens(task),
    ...(talks && { reply }),
    temperature: options.temperature ?? params.temperature,
    topK: params.topK,
    topP: params.topP,
    greedy: options.greedy ?? false,
    reportTop: options.reportTop ?? 0,
  })
}

/** What the world owes after a given beginning, said. */
function begun(talk: Dialogue): readonly number[] {
  const owed = talk.owed()
  talk.hear(owed)
  return owed
}

/** [T] log-probabilities with which the tokens were really drawn: renormalised over what truncation kept. */
export const drawnLogp = ({ logp, keptMass }: Pick<Sampled, 'logp' | 'keptMass'>): Float32Array =>
  logp.map((value, t) => value - Math.log(keptMass[t]!))
