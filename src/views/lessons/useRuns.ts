import { useCallback, useMemo } from 'react'
import { useStore } from 'zustand'
import { type ArmRun, armRecipe } from '../../core/claim.ts'
import { type ExperimentBlock, type Lesson, studyIn } from '../../core/lesson.ts'
import { presets } from '../../core/presets.ts'
import type { Recipe } from '../../core/recipe.ts'
import type { Job } from '../../protocol/experiment.ts'
import type { ArmTrials } from '../../store/compare/figures.ts'
import { isBusy, type Trial } from '../../store/experiment.ts'
import { createRunner, handsFor, type Runner, trainerBuild } from '../../store/experiment-runner.ts'
import { browserResults, remembering } from '../../store/lesson/results.ts'
import { lookups } from '../../store/recipe-edits.ts'
import { useCalm } from '../shell/useCalm.ts'

/** One pool of workers for all lessons: what was run once in this browser need not be run again. */
let pool: Runner | undefined
export const lessonRunner = (): Runner => {
  pool ??= remembering(createRunner(handsFor(navigator.hardwareConcurrency)), browserResults(trainerBuild()))
  return pool
}

/** Equal recipes are equal work. The kernels' bits are then those of the command line. */
export const jobFor = (recipe: Recipe): Job => ({ id: JSON.stringify(recipe), recipe, keep: [], backend: 'wasm' })

/** Seeds outside, arms inside, so that every seed arrives as a whole comparison. */
export function jobsOf(lesson: Lesson, experiment: ExperimentBlock, seeds: readonly string[]): readonly Job[] {
  const study = studyIn(lesson, experiment)
  return seeds.flatMap(seed => study.arms.map(arm => jobFor(armRecipe(study, arm, seed, presets, lookups))))
}

/** A training that has ended, as claims read it; nothing of one that has not. */
export const endedRun = (arm: string, seed: string, trial: Trial | undefined): readonly ArmRun[] =>
  trial?.status === 'ended' ? [runOf(arm, seed, trial)] : []

const runOf = (arm: string, seed: string, { start, metrics, failure }: Trial): ArmRun => ({
  arm,
  seed,
  start,
  metrics,
  ...(failure !== undefined && { failure }),
})

/** The trainings of an experiment as the pool knows them. */
export function useRuns(lesson: Lesson, experiment: ExperimentBlock, seeds: readonly string[]) {
  const runner = lessonRunner()
  const { trials, workers, wanted } = useCalm(useStore(runner.api), 300)
  const jobs = useMemo(() => jobsOf(lesson, experiment, seeds), [lesson, experiment, seeds])
  const arms: readonly ArmTrials[] = useMemo(
    () =>
      experiment.arms.map(({ label }, at) => ({
        name: label,
        trials: seeds.map((seed, s) => ({ seed, trial: trials.get(jobs[s * experiment.arms.length + at]?.id ?? '') })),
      })),
    [experiment, seeds, jobs, trials],
  )
  const runs: readonly ArmRun[] = useMemo(
    () =>
      arms.flatMap(({ trials: own }, at) =>
        own.flatMap(({ seed, trial }) => endedRun(experiment.arms[at]?.id ?? '', seed, trial)),
      ),
    [arms, experiment],
  )
  const isMine = jobs.some(({ id }) => wanted.includes(id))
  return {
    arms,
    runs,
    done: runs.length,
    of: jobs.length,
    isRunning: isMine && isBusy({ trials, workers, wanted }),
    isElsewhere: !isMine && isBusy({ trials, workers, wanted }),
    start: useCallback(() => runner.want(jobs), [runner, jobs]),
    cancel: runner.cancel,
  }
}
