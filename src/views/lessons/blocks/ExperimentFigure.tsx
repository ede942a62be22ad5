import { useEffect, useState } from 'react'
import { evaluateClaim, type Judged } from '../../../core/claim.ts'
import { bandWords, sayWith } from '../../../core/claim-words.ts'
import type { ExperimentBlock } from '../../../core/lesson.ts'
import { CompareChart } from '../../compare/CompareChart.tsx'
import { chartsOf } from '../../curves/charts.ts'
import { ClaimMark } from '../../kit/ClaimMark.tsx'
import { count, short } from '../../kit/numbers.ts'
import { askedOf } from '../asked.ts'
import { useLesson } from '../lesson-context.ts'
import { useRuns } from '../useRuns.ts'
import { Authored } from './Authored.tsx'

const nothingHidden: ReadonlySet<number> = new Set()

/** Several arms over several seeds, run here, and what they say of the claims. */
export function ExperimentFigure({ block }: { readonly block: ExperimentBlock }) {
  const { lesson, seedsFor, wantMore, dispatch, answers } = useLesson()
  const seeds = seedsFor(block)
  const work = useRuns(lesson, block, seeds)
  const { runs, of } = work
  const isDone = runs.length === of
  const judged = block.claims.map(claim => ({ claim, judged: evaluateClaim(claim, runs, seeds) }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: written once, when the last run has ended.
  useEffect(() => {
    if (!isDone) return
    const claims = Object.fromEntries(
      judged.map(({ claim, judged: { figure, verdict } }) => [claim.id, { figure, verdict }]),
    )
    dispatch({
      type: 'measured',
      id: block.id,
      measurement: { seeds, claims, asked: askedOf(lesson, block, runs, seeds) },
    })
  }, [isDone, seeds])
  const before = answers.measured[block.id]
  return (
    <figure
      className="lesson-figure lesson-wide"
      aria-label={`Experiment: ${block.arms.map(arm => arm.label).join(', ')}`}
    >
      <div className="lesson-run">
        {work.isRunning ? (
          <button type="button" className="button" onClick={work.cancel}>
            Cancel
          </button>
        ) : (
          <button type="button" className="button button-primary" disabled={isDone} onClick={work.start}>
            {isDone
              ? 'Measured'
              : work.done > 0
                ? 'Go on'
                : before
                  ? 'Run again'
                  : `Run ${count(seeds.length, 'seed')}`}
          </button>
        )}
        <progress max={of} value={work.done} aria-label="Runs that have ended" />
        <span role="status">
          {work.done} of {of} runs
          {work.isElsewhere && ' (another experiment is running)'}
        </span>
        {isDone && (
          <button type="button" className="button button-small" onClick={() => wantMore(block.id)}>
            More seeds
          </button>
        )}
      </div>
      {work.arms.some(({ trials }) => trials.some(({ trial }) => trial && trial.metrics.length > 1)) && (
        <div className="lesson-charts">
          {metricsOf(block).map(metric => (
            <CompareChart
              key={metric}
              metric={metric}
              arms={work.arms}
              hidden={nothingHidden}
              window={smoothing}
              along="iteration"
              looking={0}
              end={Math.max(...block.arms.map(({ iterations = block.iterations }) => iterations))}
            />
          ))}
        </div>
      )}
      <ul className="lesson-claims">
        {judged.map(({ claim, judged: found }) => (
          <li key={claim.id}>
            {found.verdict === 'open' && before ? (
              <>
                <ClaimMark verdict={before.claims[claim.id]?.verdict ?? 'open'} />{' '}
                {sayWith(claim, before.claims[claim.id]?.figure ?? Number.NaN)} <small>(measured earlier here)</small>
              </>
            ) : (
              <>
                <ClaimMark verdict={found.verdict} />{' '}
                {Number.isNaN(found.figure) ? claim.says.replaceAll('{figure}', '…') : sayWith(claim, found.figure)}{' '}
                <small>
                  asked: {bandWords(claim.band)} <Seeds judged={found} />
                </small>
              </>
            )}
            <Authored lesson={lesson.id} experiment={block.id} claim={claim} />
          </li>
        ))}
      </ul>
      <figcaption>
        {block.arms.map(({ label }) => label).join(' · ')}; {block.iterations} iterations; seeds {seeds.join(', ')}. The
        same seed sees the same problems and the same luck.
      </figcaption>
    </figure>
  )
}

/** Iterations that a point of a curve is the mean of. */
const smoothing = 5

/** What the figure draws: the first lines of its charts. */
function metricsOf({ charts }: ExperimentBlock): readonly string[] {
  const known = new Map(chartsOf([]).map(({ id, lines }) => [id, lines.map(({ metric }) => metric)]))
  return charts.flatMap(id => (known.get(id) ?? [id]).slice(0, id === 'lengths' || id === 'clip' ? 2 : 1))
}

/** What the single seeds came to. */
function Seeds({ judged }: { readonly judged: Judged }) {
  const [isOpen, setOpen] = useState(false)
  if (judged.perSeed.length === 0) return null
  return (
    <button type="button" className="link-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
      {isOpen ? judged.perSeed.map(({ seed, value }) => `seed ${seed}: ${short(value)}`).join(', ') : 'each seed'}
    </button>
  )
}
