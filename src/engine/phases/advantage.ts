import { assignAdvantage } from '../../methods/estimate.ts'
import { contextOf, enrich, type Frame, type Run } from '../run.ts'
import { finiteSlot } from './diverged.ts'

/** One number per rollout, by the method's estimator. */
export const advantage = (run: Run, frame: Frame): Frame =>
  enrich(
    frame,
    'advantage',
    finiteSlot(() => assignAdvantage(run.method, run.params, frame.batch, contextOf(run, frame, 'advantage'))),
  )
