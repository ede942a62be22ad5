/** Who teaches, and what they would say next. Settings: `teacherParams` in core/columns/params.ts. */
import type { ColumnParams } from '../../../core/columns.ts'
import type { Exact } from '../../../core/exact.ts'
import { hinted } from '../../../core/formulas/hint.ts'
import type { ParamSpecs, Values } from '../../../core/params.ts'
import { startWeights, withValueHead } from '../../opening/start-weights.ts'
import { type Frame, type Run, responseOf } from '../../run.ts'
import { underWeights } from '../../sampling/under-weights.ts'
import { averageWeights } from './average-weights.ts'
import { computeAll, exactOfFrame } from './exact.ts'
import { leastLogp, nextLogps } from './next-tokens.ts'
import { teacherLogits } from './teacher.ts'

type Settings = Values<ColumnParams<'teacherNext'> & ParamSpecs>

/** [T * V] the teacher's next-token log-probabilities before each token; undefined where it cannot be had. */
export function taught(run: Run, frame: Frame, settings: Settings): Promise<Float32Array | undefined> {
  switch (settings.teacher) {
    case 'strong':
      return ofStrong(run, frame)
    case 'optimum':
      return teacherLogits(run, frame, settings.teacherPrice, 1)
    case 'hint':
      return ofHinted(run, frame, settings)
  }
}

const strongWeights = new WeakMap<Run['reference'], Promise<Float32Array>>()

async function ofStrong(run: Run, frame: Frame): Promise<Float32Array> {
  const { reference, recipe, task, level, policy } = run
  const loading = strongWeights.get(reference) ?? startWeights({ ...recipe, base: 'strong' }, task, level)
  strongWeights.set(reference, loading)
  const weights = withValueHead(await loading, policy.layout)
  return underWeights(policy, weights, () => nextLogps(run, frame))
}

async function ofHinted(run: Run, frame: Frame, { hintDoubt }: Settings): Promise<Float32Array | undefined> {
  const exact = await exactOfTeacher(run, frame)
  if (!exact) return undefined
  const { batch, problems } = frame
  const V = run.policy.vocabSize
  const logps = new Float32Array(batch.token.length * V).fill(leastLogp)
  batch.group.forEach((group, i) => {
    const said = responseOf(batch, i)
    const own = exact.get(problems[group]!.index)
    said.forEach((_, t) => {
      const row = own && hinted(own, said.slice(0, t), hintDoubt)
      if (row)
        logps.set(
          row.map(logp => Math.max(logp, leastLogp)),
          (batch.tokenStart[i]! + t) * V,
        )
    })
  })
  return logps
}

/** Exact values of whoever gets the hint: the policy of now, or the average that follows it. */
function exactOfTeacher(run: Run, frame: Frame): Promise<ReadonlyMap<number, Exact> | undefined> {
  const average = Number(run.params.teacherRate ?? 1) < 1 ? averageWeights(frame.memory) : undefined
  if (!average) return exactOfFrame(run, frame)
  return underWeights(run.policy, average, () => computeAll(run, frame.problems))
}

/** [T] of the tokens that stand there. */
export async function taughtTokens(run: Run, frame: Frame, settings: Settings): Promise<Float32Array | undefined> {
  const logps = await taught(run, frame, settings)
  return logps && Float32Array.from(frame.batch.token, (token, t) => logps[t * run.policy.vocabSize + token]!)
}
