/** The update of one iteration, done once more and slowly, to be looked at. */
import { tokenCount } from '../../core/batch.ts'
import { type Interference, type Motion, type Pass, stepLengths } from '../../core/motion.ts'
import { scoredRows } from '../../core/scored.ts'
import { objectiveGradient } from '../../methods/gradient.ts'
import { tensorNeeds } from '../../methods/loss.ts'
import { copyState } from '../../policy/optimiser.ts'
import type { PolicyState } from '../../policy/policy.ts'
import { onHostBackend } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { updateOnce, updatesOf } from '../phases/update.ts'
import { contextOf, type Frame, ownTokens, type Run, rowsOf } from '../run.ts'
import { createAccount } from './interference.ts'

/** A derivative along the step: short enough to be one, long enough for float32. */
const short = 0.01

/**
 * Does the updates of `frame`, whose credit is known, and leaves the policy after them. `group` names the one whose
 * siblings' influence on one another is told. Fails as the update itself does.
 */
export async function motionOf(run: Run, frame: Frame, group: number): Promise<Motion> {
  const { policy } = run
  const before = await logpOf(run, frame)
  const start = copyState(await policy.read())
  const account = frame.idle ? undefined : await createAccount(run, frame, group, start)
  const passes: Pass[] = []
  if (!frame.idle && scoredRows(frame.batch).length > 0) {
    for (const rows of updatesOf(run, frame)) {
      const seen = await passBefore(run, frame, rows, passes.length)
      const told = account && !('because' in account) ? account : undefined
      await told?.add(rows, passes.length, seen.push)
      const { loss, gradNorm } = await updateOnce(run, frame, rows, passes.length)
      await told?.moved()
      passes.push({ rows, ...seen, loss, gradNorm })
    }
  }
  const end = copyState(await policy.read())
  const after = await logpOf(run, frame)
  const at = async (scale: number): Promise<Float32Array> => {
    policy.write(between(start, end, scale))
    return logpOf(run, frame)
  }
  const nearby = await at(short)
  const lengths = []
  for (const scale of stepLengths) lengths.push({ scale, logp: await at(scale) })
  policy.write(end)
  return {
    iteration: frame.iteration,
    passes,
    before,
    after,
    predicted: nearby.map((value, t) => (value - before[t]!) / short),
    lengths,
    interference: await interferenceOf(account),
  }
}

type Account = Awaited<ReturnType<typeof createAccount>>

async function interferenceOf(account: Account | undefined): Promise<Interference | { readonly because: string }> {
  if (account === undefined) return { because: 'nothing was learned from this batch' }
  return 'because' in account ? account : account.close()
}

/** [T] log-probabilities of the batch's own tokens under the policy as it is. */
const logpOf = async (run: Run, frame: Frame): Promise<Float32Array> =>
  ownTokens(frame.batch, (await run.policy.score(rowsOf(frame), run.params.temperature)).logp)

/** What the loss sees and says before one update. */
async function passBefore(
  run: Run,
  frame: Frame,
  rows: readonly number[],
  turn: number,
): Promise<Pick<Pass, 'logp' | 'push' | 'explain'>> {
  const { batch } = frame
  const { method, params, level } = run
  const scored = await run.policy.score(rowsOf(frame), params.temperature)
  const logp = ownTokens(batch, scored.logp)
  if (tensorNeeds(method, params).includes('logits')) return { logp, explain: {} }
  const { entropy, meanLogp, value } = scored
  const now = { logp, entropy, meanLogp, ...(value && { value }) }
  const context = contextOf(run, frame, 'objective', turn)
  const { gradient, explain } = onHostBackend(() =>
    objectiveGradient(tf, method, params, batch, context, { rows, now, maxResponse: level.maxResponse }),
  )
  const push = gradient.logp?.map(slope => -slope)
  return { logp, ...(push && { push }), explain: ofRows(frame, rows, explain) }
}

/** Diagnostics of rollouts that the pass did not train on are unknown. */
function ofRows({ batch }: Frame, rows: readonly number[], explain: Pass['explain']): Pass['explain'] {
  const trained = new Set(rows)
  const blank = (values: Float32Array): Float32Array => {
    const known = values.slice()
    for (let i = 0; i < batch.rollouts; i++) {
      if (trained.has(i)) continue
      if (values.length === batch.rollouts) known[i] = Number.NaN
      else known.fill(Number.NaN, batch.tokenStart[i]!, batch.tokenStart[i]! + tokenCount(batch, i))
    }
    return known
  }
  return Object.fromEntries(Object.entries(explain).map(([name, values]) => [name, blank(values)]))
}

/** The weights on the line through both, `scale` of the way from the first to the second. */
const between = (start: PolicyState, end: PolicyState, scale: number): PolicyState => ({
  ...end,
  parameters: start.parameters.map((value, i) => value + scale * (end.parameters[i]! - value)),
})
