import { withColumns } from '../../core/batch.ts'
import { mean, pieces } from '../../core/math.ts'
import { clustersOf } from '../../core/pairs.ts'
import { purpose, shuffled, stream } from '../../core/rng.ts'
import { scoredRows } from '../../core/scored.ts'
import { type Cause, causeOf } from '../../methods/finite.ts'
import { filled } from '../../methods/index.ts'
import { buildLoss, tensorNeeds } from '../../methods/loss.ts'
import { batchTensors, joinTensors } from '../../methods/tensors.ts'
import type { TrainRequest } from '../../policy/policy.ts'
import { tf } from '../../tensor/tf.ts'
import { contextOf, type Frame, ownTokens, type Run, rowsOf } from '../run.ts'
import { checkLogp, checkUpdate } from './diverged.ts'
import { type ObjectiveTrace, traceObjective } from './objective-trace.ts'
import { pairMetrics } from './pair-metrics.ts'

/**
 * `innerEpochs` passes over the batch, each in `minibatches` optimiser updates. With several minibatches the rollouts are
 * shuffled anew for each pass, across groups, and cut into nearly equal parts, as TRL does, with pairs left whole;
 * advantages were computed on whole groups before. Afterwards the batch is scored again: `logp` and `ratio` say how far the iteration moved.
 */
export async function update(run: Run, frame: Frame): Promise<Frame> {
  const { innerEpochs, minibatches, oldFrom } = run.params
  const { batch } = frame
  if (trainedRows(run, frame).length === 0) return frame
  // In the first update of a batch every ratio is 1 and no clip acts, unless the ratio is against a stale sampler: then,
  // and when somebody looks, there is something to read.
  const moves = innerEpochs * minibatches > 1 || oldFrom === 'sampler'
  const trace = traceObjective(batch, run.watched || (moves ? false : undefined))
  const losses: number[] = []
  const norms: number[] = []
  for (const rows of updatesOf(run, frame)) {
    const { loss, gradNorm } = await updateOnce(run, frame, rows, losses.length, trace)
    losses.push(loss)
    norms.push(gradNorm)
  }
  const scored = await run.policy.score(rowsOf(frame), run.params.temperature)
  const logp = ownTokens(batch, scored.logp)
  checkLogp(`policy after iteration ${frame.iteration}`, logp)
  const ratio = logp.map((value, t) => Math.exp(value - (batch.oldLogp?.[t] ?? value)))
  return {
    ...frame,
    batch: withColumns(batch, {
      logp,
      entropy: ownTokens(batch, scored.entropy),
      meanLogp: ownTokens(batch, scored.meanLogp),
      ...(scored.value && { value: ownTokens(batch, scored.value) }),
      ratio,
      clipped: trace.clipped(),
    }),
    explain: { ...frame.explain, objective: trace.explain() },
    metrics: {
      ...frame.metrics,
      loss: mean(losses),
      gradNorm: mean(norms),
      ...trace.shares(),
      ...pairMetrics(batch, logp),
    },
  }
}

/** Nothing was applied where loss or norm is not finite: the policy still says what the loss was made of. */
async function causeNow(run: Run, frame: Frame, largest: number | undefined): Promise<Cause | undefined> {
  const { logp } = await run.policy.score(rowsOf(frame), run.params.temperature)
  return causeOf({ batch: frame.batch, logp: ownTokens(frame.batch, logp), params: run.params }, largest)
}

/** Rollouts of each update of the iteration, pass by pass. */
export function* updatesOf(run: Run, frame: Frame): Generator<readonly number[]> {
  for (let epoch = 0; epoch < run.params.innerEpochs; epoch++) yield* minibatchesOf(run, frame, epoch)
}

/** Rollouts that the update reads: none where no group was worth keeping; with a pairing, those in a pair. */
export function trainedRows(run: Run, frame: Frame): number[] {
  return frame.idle
    ? []
    : clusters(run, frame)
        .flat()
        .sort((a, b) => a - b)
}

const clusters = ({ method }: Run, { batch }: Frame) => clustersOf(method.unit, scoredRows(batch), batch)

function minibatchesOf(run: Run, frame: Frame, epoch: number): number[][] {
  const all = clusters(run, frame)
  const count = Math.min(run.params.minibatches, all.length)
  if (count <= 1) return [trainedRows(run, frame)]
  const { iteration } = frame
  const order = shuffled(all, stream(run.seed, purpose.shuffle, 1, iteration, epoch))
  return pieces(order.length, count).map(([from, to]) =>
    order
      .slice(from, to)
      .flat()
      .sort((a, b) => a - b),
  )
}

/** One optimiser update; `turn` counts those of the iteration. Fails where the run can no longer be trusted. */
export async function updateOnce(
  run: Run,
  frame: Frame,
  rows: readonly number[],
  turn: number,
  trace?: ObjectiveTrace,
): Promise<{ readonly loss: number; readonly gradNorm: number }> {
  const result = await run.policy.update(requestOf(run, frame, rows, turn, trace?.keep), run.params)
  await trace?.read(rows)
  await checkUpdate(frame.iteration, result, largest => causeNow(run, frame, largest))
  return result
}

/** The gradient of the first update's loss on the whole batch, flat as the policy's parameters; undefined where nothing is learned. */
export async function gradientOf(run: Run, frame: Frame): Promise<Float32Array | undefined> {
  const rows = trainedRows(run, frame)
  return rows.length === 0 ? undefined : gradientAt(run, frame, rows, 0)
}

/** The gradient of one update's loss; nothing is updated. */
export const gradientAt = async (
  run: Run,
  frame: Frame,
  rows: readonly number[],
  turn: number,
): Promise<Float32Array> => (await run.policy.gradient(requestOf(run, frame, rows, turn))).gradient

function requestOf(
  run: Run,
  frame: Frame,
  rows: readonly number[],
  turn: number,
  explained: ObjectiveTrace['keep'] = () => {},
): TrainRequest {
  const { method, params, level } = run
  const where = `${filled(method, 'objective').owner}.objective`
  const needs = tensorNeeds(method, params)
  const context = contextOf(run, frame, 'objective', turn)
  return {
    rows: rowsOf(frame, rows),
    temperature: params.temperature,
    logits: needs.includes('logits'),
    loss: tensors => {
      // Made here, so that they live on the backend of the loss and go with its tidy.
      const data = batchTensors(tf, where, frame.batch, needs, { rows, maxResponse: level.maxResponse })
      const { loss, explain } = buildLoss(tf, method, params, joinTensors(tf, where, data, tensors), context)
      explained(explain)
      return loss
    },
  }
}
