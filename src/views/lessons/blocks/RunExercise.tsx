import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { evaluateClaim } from '../../../core/claim.ts'
import { bandWords, sayWith } from '../../../core/claim-words.ts'
import type { RunCheck } from '../../../core/lesson.ts'
import type { ParamValues } from '../../../core/params.ts'
import { presets } from '../../../core/presets.ts'
import { blankRecipe, type Recipe } from '../../../core/recipe.ts'
import { applyDifference, specsOf } from '../../../core/recipe-check.ts'
import { resolveRecipe } from '../../../methods/index.ts'
import { explainedSpecs } from '../../../methods/words.ts'
import { lookups, paramsOf } from '../../../store/recipe-edits.ts'
import { useCalm } from '../../shell/useCalm.ts'
import { useLesson } from '../lesson-context.ts'
import { endedRun, jobFor, lessonRunner } from '../useRuns.ts'
import { ParamRow } from './ParamRow.tsx'

/** Settings to be found: the reader's recipe is run over seeds and judged. */
export function RunExercise({ id, check }: { readonly id: string; readonly check: RunCheck }) {
  const { answers, dispatch } = useLesson()
  const start = useMemo(() => startOf(check), [check])
  const [given, setGiven] = useState<ParamValues>({})
  const recipe = useMemo(() => applyDifference({ params: given }, start, lookups), [given, start])
  const runner = lessonRunner()
  const { trials, wanted } = useCalm(useStore(runner.api), 300)
  const jobs = check.seeds.map(seed => jobFor({ ...recipe, seed }))
  const known = jobs.map(job => trials.get(job.id))
  const isDone = known.every(trial => trial?.status === 'ended')
  const isRunning =
    !isDone && jobs.some(job => wanted.includes(job.id)) && known.some(trial => trial?.status !== 'cancelled')
  const judged = evaluateClaim(
    check.claim,
    known.flatMap((trial, i) => endedRun('yours', check.seeds[i] ?? '', trial)),
    check.seeds,
  )
  const written = JSON.stringify(given)
  // biome-ignore lint/correctness/useExhaustiveDependencies: written once, when the last seed has ended.
  useEffect(() => {
    if (isDone) dispatch({ type: 'tried', id, given: written, right: judged.verdict === 'holds' })
  }, [isDone, written])
  const specs = { ...specsOf(start, lookups), ...explainedSpecs(resolveRecipe(start)) }
  const values = paramsOf(recipe)
  return (
    <div className="lesson-run-exercise">
      {check.may.map(key => {
        const spec = specs[key]
        return (
          spec && (
            <ParamRow
              key={key}
              id={`${id}-${key}`}
              name={key}
              spec={spec}
              value={values[key] ?? spec.default}
              onValue={value => setGiven({ ...given, [key]: value })}
            />
          )
        )
      })}
      <div className="lesson-run">
        <button
          type="button"
          className="button"
          onClick={isRunning ? runner.cancel : () => runner.want(jobs)}
          disabled={isDone}
        >
          {isRunning ? 'Cancel' : 'Run and check'}
        </button>
        <span role="status">
          {known.filter(trial => trial?.status === 'ended').length} of {jobs.length} runs
        </span>
      </div>
      {(isDone || answers.exercises[id]) && (
        <p
          className="lesson-feedback"
          data-right={(isDone ? judged.verdict === 'holds' : answers.exercises[id]?.right) || undefined}
        >
          {isDone ? (
            <>
              <strong>{judged.verdict === 'holds' ? 'Right.' : 'Not yet.'}</strong>{' '}
              {sayWith(check.claim, judged.figure)} Asked is {bandWords(check.claim.band)}.
            </>
          ) : (
            <strong>{answers.exercises[id]?.right ? 'Solved earlier.' : 'Not solved yet.'}</strong>
          )}
        </p>
      )}
    </div>
  )
}

function startOf({ start: { preset, change = {} }, iterations }: RunCheck): Recipe {
  const base = presets.find(({ id }) => id === preset)?.recipe ?? blankRecipe
  return applyDifference({ params: { iterations } }, applyDifference(change, base, lookups), lookups)
}
