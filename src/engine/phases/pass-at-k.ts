/** How good and how diverse the policy is, on fixed held-out problems with fixed noise. */
import { mean, passAtK } from '../../core/math.ts'
import type { Metrics } from '../../core/metrics.ts'
import { problemSeed } from '../../core/recipe.ts'
import { purpose } from '../../core/rng.ts'
import { tokensOf } from '../../policy/join.ts'
import { problemAt, type Run } from '../run.ts'
import { rollOut } from '../sampling/rollout.ts'

/**
 * pass@1, pass@k for the powers of two up to `probeSamples`, pass@`probeSamples` as `passAtK`, and the number of distinct
 * correct answers per problem. Problems and noise are the same at every call, so that a curve moves only with the policy.
 */
export async function passAtKs(run: Run): Promise<Metrics> {
  const { probeProblems, probeSamples } = run.params
  const problems = Array.from({ length: probeProblems }, (_, i) => problemAt(run, run.level.pool + i))
  const asks = problems.flatMap(problem =>
    Array.from({ length: probeSamples }, (_, rollout) => ({ problem, rollout, forced: [] })),
  )
  const seed = run.params.probeNoise === 'fixed' ? problemSeed : run.seed
  const sampled = await rollOut({ ...run, seed }, asks, { key: [purpose.probe] })
  const verdicts = asks.map(({ problem }, at) => run.task.verify(run.level, problem, tokensOf({ sampled, at })))
  const perProblem = problems.map((_, i) => verdicts.slice(i * probeSamples, (i + 1) * probeSamples))
  const counts = perProblem.map(group => group.filter(({ correct }) => correct).length)
  const distinct = perProblem.map(group => new Set(group.filter(v => v.correct).map(v => v.answer)).size)
  const passes = (k: number) => mean(counts.map(correct => passAtK(probeSamples, correct, k)))
  const metrics: Record<string, number> = {}
  for (let k = 1; k <= probeSamples; k *= 2) metrics[`passAt${k}`] = passes(k)
  return { ...metrics, passAtK: passes(probeSamples), distinctCorrect: mean(distinct) }
}
