import { assignCredit } from '../../methods/estimate.ts'
import { contextOf, enrich, type Frame, type Run } from '../run.ts'
import { finiteSlot } from './diverged.ts'

/** One number per token: how the advantage is shared out; and targets for the value head where there is one. */
export const credit = (run: Run, frame: Frame): Frame =>
  enrich(
    frame,
    'credit',
    finiteSlot(() => assignCredit(run.method, run.params, frame.batch, contextOf(run, frame, 'credit'))),
  )
