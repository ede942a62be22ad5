import { armsOf, changesOf } from '../../store/compare/comparison.ts'
import { type ArmTrials, endFigure } from '../../store/compare/figures.ts'
import type { Trial } from '../../store/experiment.ts'
import { shown } from '../curves/charts.ts'
import { useNarrow } from '../kit/useMedia.ts'
import { labelOf, unitOf } from './metrics.ts'
import { dashOf, hueOf } from './strokes.ts'
import { useComparing, useComparison } from './useComparing.ts'

interface RunsTableProps {
  readonly arms: readonly ArmTrials[]
  readonly metrics: readonly string[]
  readonly hidden: ReadonlySet<number>
  readonly onToggle: (arm: number) => void
}

/** On a narrow screen the runs are chips that show and hide their lines, and the table is opened by who wants it. */
export function Runs(props: RunsTableProps) {
  const { arms, hidden, onToggle } = props
  if (!useNarrow()) return <RunsTable {...props} />
  return (
    <>
      <div className="compare-chips">
        {arms.map(({ name }, i) => (
          <button key={name} type="button" className="button" aria-pressed={!hidden.has(i)} onClick={() => onToggle(i)}>
            <Sample arm={i} />
            {name}
          </button>
        ))}
      </div>
      <details className="compare-more">
        <summary>What changed, and figures over the seeds</summary>
        <RunsTable {...props} />
      </details>
    </>
  )
}

/** Every run: what changed, how far it is, its figures over the seeds. */
function RunsTable({ arms, metrics, hidden, onToggle }: RunsTableProps) {
  const comparison = useComparison()
  const { change } = useComparing()
  const known = armsOf(comparison)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className="compare-scroll" tabIndex={0} aria-label="Runs that are compared">
      <table className="compare-table">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">What changed</th>
            <th scope="col">Iteration</th>
            {metrics.map(metric => (
              <th key={metric} scope="col">
                {labelOf(metric)}
                {unitOf(metric) && <small>{unitOf(metric)}</small>}
              </th>
            ))}
            <th scope="col">Seeds</th>
            <th scope="col">
              <span className="visually-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {arms.map((arm, i) => (
            <tr key={arm.name} data-hidden={hidden.has(i) || undefined}>
              <th scope="row">
                <button
                  type="button"
                  className="compare-run"
                  aria-pressed={!hidden.has(i)}
                  title={hidden.has(i) ? 'Show its lines' : 'Hide its lines'}
                  onClick={() => onToggle(i)}
                >
                  <Sample arm={i} />
                  {arm.name}
                </button>
              </th>
              <td className="compare-changed">
                {i === 0 ? (
                  <span className="compare-base">base</span>
                ) : (
                  changesOf(comparison, known[i] ?? base).join('; ')
                )}
              </td>
              <td className="number">{reached(arm)}</td>
              {metrics.map(metric => (
                <Figure key={metric} arm={arm} metric={metric} />
              ))}
              <td>
                <SeedMarks arm={arm} index={i} />
              </td>
              <td>
                {i > 0 && (
                  <button
                    type="button"
                    className="button button-small button-icon"
                    aria-label={`Remove ${arm.name}`}
                    title="Remove from the comparison"
                    onClick={() =>
                      change({ ...comparison, others: comparison.others.filter((_, other) => other !== i - 1) })
                    }
                  >
                    ×
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const base = { change: {}, from: 0 } as const

export function Sample({ arm }: { readonly arm: number }) {
  return (
    <svg className="compare-sample" viewBox="0 0 28 8" width="28" height="8" aria-hidden="true">
      <path d="M0 4H28" stroke={hueOf(arm)} strokeWidth="2.5" strokeDasharray={dashOf(arm)} fill="none" />
    </svg>
  )
}

/** As far as every seed that has begun is. */
const reached = ({ trials }: ArmTrials): number => {
  const begun = trials.flatMap(({ trial }) => (trial && trial.status !== 'waiting' ? [trial.metrics.length] : []))
  return begun.length > 0 ? Math.max(...begun) : 0
}

function Figure({ arm, metric }: { readonly arm: ArmTrials; readonly metric: string }) {
  const figure = endFigure(arm, metric)
  if (!figure) return <td className="number">–</td>
  const { middle, low, high } = figure
  return (
    <td className="number">
      {shown(metric, middle)}
      {low !== high && (
        <small>
          {shown(metric, low)} – {shown(metric, high)}
        </small>
      )}
    </td>
  )
}

function SeedMarks({ arm: { trials }, index }: { readonly arm: ArmTrials; readonly index: number }) {
  const ended = trials.filter(({ trial }) => trial?.status === 'ended').length
  const stopped = trials.flatMap(({ seed, trial }) => (trial?.failure ? [{ seed, trial }] : []))
  const [first] = stopped
  return (
    <div className="compare-seed-cell">
      <span className="compare-marks" role="img" aria-label={`${ended} of ${trials.length} seeds finished`}>
        {trials.map(({ seed, trial }) => (
          <span
            key={seed}
            className="compare-mark"
            data-status={statusOf(trial)}
            style={{ '--hue': hueOf(index) } as React.CSSProperties}
            title={markWords(seed, trial)}
          />
        ))}
      </span>
      {first && (
        <span className="warning-text" title={first.trial.failure}>
          seed {first.seed} stopped at {first.trial.metrics.length}
        </span>
      )}
    </div>
  )
}

const statusOf = (trial: Trial | undefined): string =>
  trial?.failure !== undefined ? 'failed' : (trial?.status ?? 'waiting')

const markWords = (seed: string, trial: Trial | undefined): string => {
  if (!trial || trial.status === 'waiting') return `Seed ${seed}: waiting`
  const at = `iteration ${trial.metrics.length}`
  if (trial.failure !== undefined) return `Seed ${seed}: stopped at ${at}. ${trial.failure}`
  return `Seed ${seed}: ${trial.status === 'ended' ? 'finished' : trial.status} at ${at}`
}
