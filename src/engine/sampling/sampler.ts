/** Runs a method's own sampler: it asks for continuations as it likes, and what it hands back is scored. */

import { hasEnded, readDialogue } from '../../core/dialogue.ts'
import type { SampledRollout, SamplerHandle, SamplerPart } from '../../core/method.ts'
import { purpose } from '../../core/rng.ts'
import type { Problem } from '../../core/task.ts'
import { type SampledRow, tokensOf } from '../../policy/join.ts'
import type { Rows, Sampled } from '../../policy/policy.ts'
import { contextOf, type Frame, problemAt, type Run } from '../run.ts'
import type { Draft } from './draft.ts'
import { drawMixed } from './mixed.ts'
import { type Ask, drawnLogp, rollOut } from './rollout.ts'

/** Rollout numbers that one call of a sampler may use per problem; the next call gets fresh noise beyond them. */
const numbersPerCall = 65_536

export async function drawBySampler(run: Run, frame: Frame, part: SamplerPart): Promise<Draft> {
  const problems = frame.problems.map(({ index }) => index)
  const context = contextOf(run, frame, 'sampler', frame.judged.groups)
  const tally = { asked: 0 }
  const lists = await part.compute(handleOf(run, frame, tally), problems, run.params.groupSize, run.params, context)
  const rollouts = lists.flat()
  const group = Int32Array.from(lists.flatMap((list, index) => list.map(() => index)))
  const rows = joinTexts(rollouts.map(({ tokens }, i) => ({ problem: frame.problems[group[i]!]!, text: tokens })))
  const drawn = new Map(frame.drawn)
  for (const problem of problems) drawn.set(problem, (drawn.get(problem) ?? 0) + numbersPerCall)
  const keptMass = Float32Array.from(rollouts.flatMap(({ tokens, keptMass }) => keptMass ?? tokens.map(() => 1)))
  return {
    sampled: { ...(await scoreRows(run, rows, run.params.temperature)), keptMass },
    samplerLogp: Float32Array.from(rollouts.flatMap(({ logp }) => logp)),
    tempered: Float32Array.from(rollouts, ({ tempered = 1 }) => tempered),
    ...(part.writes?.includes('external') && {
      external: Float32Array.from(rollouts.flatMap(({ tokens, external }) => tokens.map(() => (external ? 1 : 0)))),
    }),
    given: Int32Array.from(rollouts, ({ given = 0 }) => given),
    group,
    drawn,
    spare: Math.max(0, tally.asked - rollouts.length),
  }
}

/** `tally` counts the continuations that were drawn. */
const handleOf = (run: Run, frame: Frame, tally: { asked: number }): SamplerHandle => ({
  temperature: run.params.temperature,
  reference: (problem, draw) => run.task.reference(run.level, problemAt(run, problem), draw),
  continueFrom: async (requests, { mix = 0, ...options } = {}) => {
    const asks = requests.map(({ problem, rollout, prefix }) => ({
      problem: problemAt(run, problem),
      rollout: (frame.drawn.get(problem) ?? 0) + rollout,
      forced: prefix,
    }))
    if (mix > 0) return continueMixed(run, frame, asks, tally, { mix, ...options })
    // Nothing follows a response that is over: it is scored and handed back as it is.
    const ended = asks.filter(({ problem, forced }) => hasEnded(run.task, run.level, problem, forced))
    const open = asks.filter(ask => !ended.includes(ask))
    tally.asked += open.length
    const answers = new Map<Ask, SampledRow>()
    if (open.length > 0) {
      const sampled = await rollOut(run, open, { key: [purpose.sample, frame.iteration], ...options })
      for (const [at, ask] of open.entries()) answers.set(ask, { sampled, at })
    }
    if (ended.length > 0) {
      const temperature = options.temperature ?? run.params.temperature
      const sampled = await scoreRows(
        run,
        joinTexts(ended.map(({ problem, forced }) => ({ problem, text: forced }))),
        temperature,
      )
      for (const [at, ask] of ended.entries()) answers.set(ask, { sampled, at })
    }
    const tempered = (options.temperature ?? run.params.temperature) / run.params.temperature
    return asks.map(ask => ({ ...rolloutOf(run, ask.problem, answers.get(ask)!), tempered }))
  },
})

async function continueMixed(
  run: Run,
  frame: Frame,
  asks: readonly Ask[],
  tally: { asked: number },
  { mix, temperature = run.params.temperature }: { readonly mix: number; readonly temperature?: number },
): Promise<readonly SampledRollout[]> {
  tally.asked += asks.length
  const key = [purpose.sample, frame.iteration]
  const drawn = await drawMixed(run, asks, { key, temperature, weight: mix })
  return drawn.map(({ tokens, logp, entropy }, i) => ({
    ...judged(run, asks[i]!.problem, tokens),
    tokens,
    logp,
    entropy,
    tempered: temperature / run.params.temperature,
  }))
}

/** What the world makes of a response. */
const judged = ({ task, level }: Run, problem: Problem, tokens: readonly number[]) => ({
  reward: task.verify(level, problem, tokens).reward,
  ...(task.episodes && { turns: readDialogue(task, level, problem, tokens).turns() }),
})

function rolloutOf(run: Run, problem: Problem, row: SampledRow): SampledRollout {
  const { sampled, at } = row
  const tokens = tokensOf(row)
  const own = (values: Float32Array) => Array.from(values.subarray(sampled.tokenStart[at], sampled.tokenStart[at + 1]))
  return {
    ...judged(run, problem, tokens),
    tokens,
    logp: own(drawnLogp(sampled)),
    keptMass: own(sampled.keptMass),
    entropy: own(sampled.entropy),
  }
}

export function joinTexts(texts: readonly { readonly problem: Problem; readonly text: readonly number[] }[]): Rows {
  const tokenStart = new Int32Array(texts.length + 1)
  texts.forEach(({ text }, i) => {
    tokenStart[i + 1] = tokenStart[i]! + text.length
  })
  const token = Int32Array.from(texts.flatMap(({ text }) => text))
  return { problems: texts.map(({ problem }) => problem), tokenStart, token }
}

/** Given responses with the policy's statistics, in the form of sampled ones; nothing was cut. */
export async function scoreRows({ policy }: Run, rows: Rows, temperature: number): Promise<Sampled> {
  const { tokenStart, token } = rows
  const none = { topToken: new Int32Array(), topProbability: new Float32Array() }
  const keptMass = new Float32Array(token.length).fill(1)
  return { ...(await policy.score(rows, temperature)), tokenStart, token, keptMass, ...none }
}
