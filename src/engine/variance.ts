/**
 * How good one batch's gradient is: the policy stays as it is, batch after batch is drawn from it, and the gradients of
 * the method's loss are compared with the exact gradient of the expected reward, which listing all responses gives.
 */
import { exactRowGradient } from '../core/exact.ts'
import { fail } from '../core/fail.ts'
import { judgeGradient, type MeasuredVariance } from '../core/gradient-quality.ts'
import { type Moments, noMoments, withVector } from '../core/moments.ts'
import { hash, purpose } from '../core/rng.ts'
import { phasesOf } from '../core/slots.ts'
import { notListed } from '../core/world.ts'
import { computeAll } from './columns/shared/exact.ts'
import { gradientOf } from './phases/update.ts'
import { type Frame, firstFrame, problemAt, type Run, worldOf } from './run.ts'
import { runPhase } from './trainer.ts'

/** Standard errors come from this many sets of repeats. */
const sets = 10
export const fewestRepeats = 2 * sets

/**
 * Estimates of `repeats` batches against `exact`, the gradient of `exactGradientOf`. Every batch is that of a first
 * iteration under a seed of its own; what the method remembers goes on from batch to batch. The run stays as it is.
 */
export async function measureVariance(
  run: Run,
  exact: Float64Array,
  repeats: number,
  told: (done: number) => void = () => {},
): Promise<MeasuredVariance> {
  const moments: Moments[] = Array.from({ length: sets }, () => noMoments(exact.length))
  let { memory } = run
  let responses = 0
  for (let done = 0; done < repeats; done++) {
    const { estimate, frame } = await estimateOnce({ ...run, seed: hash(run.seed, [purpose.repeat, done]), memory })
    // Upwards, as the exact one; a batch from which nothing is learned says 0.
    const upwards = exact.map((_, i) => -(estimate?.[i] ?? 0))
    const set = Math.floor((done * sets) / repeats)
    moments[set] = withVector(moments[set]!, upwards)
    responses += Math.max(frame.judged.rollouts, frame.batch.rollouts)
    memory = frame.memory
    told(done + 1)
  }
  return { ...judgeGradient(exact, moments), repeats, responses: responses / repeats }
}

async function estimateOnce(run: Run): Promise<{ readonly estimate: Float32Array | undefined; readonly frame: Frame }> {
  let frame = firstFrame(run)
  for (const phase of phasesOf(run.method)) {
    if (phase !== 'update' && phase !== 'probe') frame = await runPhase(run, frame, phase)
  }
  return { estimate: await gradientOf(run, frame), frame }
}

/**
 * [rows * V] derivative of the expected reward, averaged over the training problems, with respect to the table's logits.
 * Fails where there is no table or the responses cannot be listed, and on methods that do not train.
 */
export async function exactGradientOf(run: Run): Promise<Float64Array> {
  const { task, level, policy, params, method } = run
  const where = `variance of ${method.method.id} on ${task.id}`
  if (!phasesOf(method).includes('update')) fail(where, 'a method that trains', 'one that does not', 'Take another.')
  const table = policy.spec.kind === 'tabular' ? task.rows?.(level) : undefined
  if (!table) return fail(where, 'a table as the policy', 'a network', 'Take the policy "tabular" and a task for it.')
  const problems = Array.from({ length: Math.min(params.pool || level.pool, level.pool) }, (_, i) => problemAt(run, i))
  const values = await computeAll(run, problems)
  if (!values)
    return fail(where, 'responses that can be listed', `none: ${notListed(worldOf(run))}`, 'Take another task.')
  const total = new Float64Array(table.count * policy.vocabSize)
  for (const problem of problems) {
    const rowOf = (response: readonly number[]) => table.rowOf(problem, response)
    exactRowGradient(values.get(problem.index)!, table.count, rowOf).forEach((slope, i) => {
      total[i]! += slope / (problems.length * params.temperature)
    })
  }
  return total
}
