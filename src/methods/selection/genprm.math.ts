/** Labels of steps from how the chance of success moves over them. */
import type { Numbers } from '../../core/math.ts'

export const stepLabels = ['relative progress', 'hard', 'soft'] as const
export type StepLabel = (typeof stepLabels)[number]

export interface Progress {
  /** [steps] chance after the step over the chance before it; 0 where there was none before. */
  readonly progress: readonly number[]
  /** [steps] 1 or 0, or the chance itself where labels are soft. */
  readonly label: readonly number[]
}

/**
 * `chances` [steps + 1] of success: before the first step, then after each. Relative progress: 1 where a step keeps at
 * least `floor` of the chance, and 0 for ever after it was 0. Hard: 1 where it is above 0. Soft: the chance.
 */
export function progressOf(chances: Numbers, how: StepLabel, floor: number): Progress {
  const steps = Array.from({ length: Math.max(0, chances.length - 1) }, (_, step) => step)
  const progress = steps.map(step => (chances[step] === 0 ? 0 : chances[step + 1]! / chances[step]!))
  const lost = Array.from(chances).indexOf(0)
  const isGood = (step: number) => (lost < 0 || step + 1 < lost) && progress[step]! >= floor
  const labelOf = (step: number): number => {
    switch (how) {
      case 'relative progress':
        return isGood(step) ? 1 : 0
      case 'hard':
        return chances[step + 1]! > 0 ? 1 : 0
      case 'soft':
        return chances[step + 1]!
    }
  }
  return { progress, label: steps.map(labelOf) }
}
