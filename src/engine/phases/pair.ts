import { type Prefer, preferReward } from '../../core/pairs.ts'
import { pairUp } from '../../methods/pair-up.ts'
import { contextOf, type Frame, type Run, remember, responseOf } from '../run.ts'

/** Which response is preferred to which: the method's pairing asks whoever judges pairs in this world. */
export function pair(run: Run, frame: Frame): Frame {
  const context = { ...contextOf(run, frame, 'pairing'), prefer: preferenceOf(run, frame) }
  const { batch, explain, state } = pairUp(run.method, run.params, frame.batch, context)
  const pairs = batch.pairs?.chosen.length ?? 0
  return {
    ...frame,
    batch,
    explain: { ...frame.explain, pairing: explain },
    memory: remember(frame, 'pairing', state),
    metrics: { ...frame.metrics, pairs },
  }
}

function preferenceOf({ task, level }: Run, { batch, problems }: Frame): Prefer {
  const { prefer } = task
  if (!prefer) return preferReward(batch)
  return (a, b) => prefer(level, problems[batch.group[a]!]!, responseOf(batch, a), responseOf(batch, b))
}
