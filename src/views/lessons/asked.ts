/** What the predictions about an experiment asked for. */
import { type ArmRun, evaluateClaim, type Statistic } from '../../core/claim.ts'
import type { Asked, EstimateReading, ExperimentBlock, Lesson } from '../../core/lesson.ts'

export const isOfEstimate = (of: Asked): of is EstimateReading => 'row' in of

/** Over the seeds; NaN where a run is missing. */
export const figureOf = (of: Statistic, runs: readonly ArmRun[], seeds: readonly string[]): number =>
  evaluateClaim({ id: 'asked', says: '', by: 'here', of, band: {} }, runs, seeds).figure

/** By id of the prediction. */
export const askedOf = (
  { blocks }: Lesson,
  experiment: ExperimentBlock,
  runs: readonly ArmRun[],
  seeds: readonly string[],
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    blocks.flatMap(block => {
      if (block.kind !== 'predict' || block.about !== experiment.id) return []
      const { answer } = block
      return 'of' in answer && !isOfEstimate(answer.of) ? [[block.id, figureOf(answer.of, runs, seeds)]] : []
    }),
  )
