/** Runs a method's own sampler: it asks for continuations as it likes, and what it hands back is scored. */
import type { SampledRollout, SamplerHandle, SamplerPart } from '../core/method.ts'
import { purpose } from '../core/rng.ts'
import type { Draft } from './measure.ts'
import { rollOut, tokensOf } from './rollout.ts'
import { contextOf, type Frame, problemAt, type Run } from './run.ts'

/** Rollout numbers that one call of a sampler may use per problem; the next call gets fresh noise beyond them. */
const numbersPerCall = 65_536

export async function drawBySampler(run: Run, frame: Frame, part: SamplerPart): Promise<Draft> {
  const problems = frame.problems.map(({ index }) => index)
  const context = contextOf(run, frame, 'sampler', frame.drawn.size)
  const lists = await part.compute(handleOf(run, frame), problems, run.params.groupSize, run.params, context)
  const rollouts = lists.flat()
  const group = Int32Array.from(lists.flatMap((list, index) => list.map(() => index)))
  const tokenStart = new Int32Array(rollouts.length + 1)
  rollouts.forEach(({ tokens }, i) => {
    tokenStart[i + 1] = tokenStart[i]! + tokens.length
  })
  const token = Int32Array.from(rollouts.flatMap(({ tokens }) => tokens))
  const rows = { problems: Array.from(group, index => frame.problems[index]!), tokenStart, token }
  const scored = await run.policy.score(rows, run.params.temperature)
  const drawn = new Map(frame.drawn)
  for (const problem of problems) drawn.set(problem, (drawn.get(problem) ?? 0) + numbersPerCall)
  return {
    sampled: { ...scored, tokenStart, token, topToken: new Int32Array(), topProbability: new Float32Array() },
    samplerLogp: Float32Array.from(rollouts.flatMap(({ logp }) => logp)),
    group,
    drawn,
  }
}

const handleOf = (run: Run, frame: Frame): SamplerHandle => ({
  continueFrom: async (requests, options = {}) => {
    const asks = requests.map(({ problem, rollout, prefix }) => ({
      problem: problemAt(run, problem),
      rollout: (frame.drawn.get(problem) ?? 0) + rollout,
      forced: prefix,
    }))
    const sampled = await rollOut(run, asks, { key: [purpose.sample, frame.iteration], ...options })
    return asks.map(({ problem }, at): SampledRollout => {
      const tokens = tokensOf({ sampled, at })
      const own = (values: Float32Array) =>
        Array.from(values.subarray(sampled.tokenStart[at], sampled.tokenStart[at + 1]))
      const { reward } = run.task.verify(run.level, problem, tokens)
      return { tokens, logp: own(sampled.logp), entropy: own(sampled.entropy), reward }
    })
  },
})
