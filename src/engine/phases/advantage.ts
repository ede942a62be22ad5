import { assignAdvantage } from '../../methods/estimate.ts'
import { contextOf, enrich, type Frame, type Run } from '../run.ts'

/** One number per rollout, by the method's estimator. */
export const advantage = (run: Run, frame: Frame): Frame =>
  enrich(frame, 'advantage', assignAdvantage(run.method, run.params, frame.batch, contextOf(run, frame, 'advantage')))
