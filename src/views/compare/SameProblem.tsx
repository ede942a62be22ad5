import { type Batch, groupMembers } from '../../core/batch.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import { armsOf, recipeOf } from '../../store/compare/comparison.ts'
import type { ArmTrials } from '../../store/compare/figures.ts'
import type { Trial } from '../../store/experiment.ts'
import { writeHash } from '../../store/url.ts'
import { taskOf } from '../../tasks/index.ts'
import { count, signed } from '../kit/numbers.ts'
import { spoken, tokenText, visible } from '../kit/tokens.ts'
import { VerdictMark, verdictOf } from '../kit/verdict.tsx'
import { useActions, usePageNow } from '../shell/page.ts'
import { Sample } from './RunsTable.tsx'
import { useComparison } from './useComparing.ts'

export interface Looking {
  readonly iteration: number
  readonly group: number
  readonly seed: string
}

interface SameProblemProps {
  readonly arms: readonly ArmTrials[]
  readonly hidden: ReadonlySet<number>
  /** Iterations that are kept, ascending. */
  readonly kept: readonly number[]
  readonly looking: Looking
  readonly onLook: (change: Partial<Looking>) => void
}

/** One problem in every run at the same iteration, answered with the same luck. */
export function SameProblem({ arms, hidden, kept, looking, onLook }: SameProblemProps) {
  const comparison = useComparison()
  const shown = arms.map(({ trials }) => trials.find(({ seed }) => seed === looking.seed)?.trial)
  const snapshots = shown.map(
    trial => trial?.kept.find(({ snapshot }) => snapshot.iteration === looking.iteration)?.snapshot,
  )
  const base = snapshots[0]
  const groups = base?.batch.groups ?? 0
  const group = Math.min(looking.group, Math.max(0, groups - 1))
  const problem = base?.problems[group]
  const vocabulary = taskOf(comparison.base.task).vocabulary
  const at = kept.indexOf(looking.iteration)
  return (
    <section className="compare-same" aria-labelledby="same-problem">
      <div className="compare-same-head">
        <h2 id="same-problem">Same problem, same noise</h2>
        {problem && <span className="mono">{problem.text}</span>}
        <div className="compare-steps">
          <Steps
            what="problem"
            words={`${group + 1} of ${groups}`}
            onStep={by => onLook({ group: Math.max(0, Math.min(groups - 1, group + by)) })}
          />
          <Steps
            what="kept iteration"
            words={String(looking.iteration)}
            onStep={by =>
              onLook({ iteration: kept[Math.max(0, Math.min(kept.length - 1, at + by))] ?? looking.iteration })
            }
          />
          <label className="inline-field">
            seed
            <select className="select" value={looking.seed} onChange={({ target }) => onLook({ seed: target.value })}>
              {comparison.seeds.map(seed => (
                <option key={seed}>{seed}</option>
              ))}
            </select>
          </label>
        </div>
      </div>
      <div className="compare-columns">
        {arms.map(
          (arm, i) =>
            !hidden.has(i) && (
              <Column
                key={arm.name}
                name={arm.name}
                index={i}
                trial={shown[i]}
                snapshot={snapshots[i]}
                base={base}
                problem={problem?.index}
                vocabulary={vocabulary}
                looking={looking}
              />
            ),
        )}
      </div>
      <p className="compare-note">
        <span className="compare-part">x</span> first token that differs from the base’s answer under the same noise. At
        the right: advantage, tokens.
      </p>
    </section>
  )
}

interface StepsProps {
  readonly what: string
  readonly words: string
  readonly onStep: (by: 1 | -1) => void
}

const Steps = ({ what, words, onStep }: StepsProps) => (
  <span className="compare-step">
    <button type="button" className="button button-icon" aria-label={`${what} before`} onClick={() => onStep(-1)}>
      ‹
    </button>
    <span>
      {what} <b className="number">{words}</b>
    </span>
    <button type="button" className="button button-icon" aria-label={`next ${what}`} onClick={() => onStep(1)}>
      ›
    </button>
  </span>
)

interface ColumnProps {
  readonly name: string
  readonly index: number
  readonly trial: Trial | undefined
  readonly snapshot: Snapshot | undefined
  readonly base: Snapshot | undefined
  /** Index of the problem in its task. */
  readonly problem: number | undefined
  readonly vocabulary: readonly string[]
  readonly looking: Looking
}

function Column({ name, index, trial, snapshot, base, problem, vocabulary, looking }: ColumnProps) {
  const rows = snapshot && problem !== undefined ? membersOf(snapshot, problem) : undefined
  const baseRows = base && problem !== undefined ? membersOf(base, problem) : undefined
  return (
    <section className="compare-column" aria-label={name}>
      <h3>
        <Sample arm={index} />
        {name}
        {snapshot && rows && <small>{summaryOf(snapshot.batch, rows)}</small>}
      </h3>
      {snapshot && rows ? (
        <ol className="compare-answers">
          {rows.map((row, i) => (
            <Answer
              key={row}
              number={i + 1}
              batch={snapshot.batch}
              row={row}
              against={index > 0 && base && baseRows?.[i] !== undefined ? tokensOf(base.batch, baseRows[i]) : undefined}
              vocabulary={vocabulary}
            />
          ))}
        </ol>
      ) : (
        <p className="compare-note">{whyNot(trial, snapshot, looking)}</p>
      )}
      {trial && snapshot && <OpenInPlayground trial={trial} iteration={looking.iteration} index={index} />}
    </section>
  )
}

function whyNot(trial: Trial | undefined, snapshot: Snapshot | undefined, { iteration }: Looking): string {
  if (snapshot) return 'This problem was not in its batch: it has sampled others by now.'
  if (!trial || trial.status === 'waiting') return 'Not run yet.'
  if (trial.failure !== undefined) return `Stopped at iteration ${trial.metrics.length}: ${trial.failure}`
  return trial.status === 'running' ? `On its way to iteration ${iteration}.` : 'Not kept at this iteration.'
}

const membersOf = ({ batch, problems }: Snapshot, problem: number): readonly number[] | undefined => {
  const group = problems.findIndex(({ index }) => index === problem)
  return group < 0 ? undefined : groupMembers(batch)[group]
}

const tokensOf = ({ token, tokenStart }: Batch, row: number): readonly number[] => [
  ...token.subarray(tokenStart[row], tokenStart[row + 1]),
]

function summaryOf(batch: Batch, rows: readonly number[]): string {
  const right = rows.filter(row => verdictOf(batch, row) === 'correct').length
  const wrong = rows.filter(row => verdictOf(batch, row) === 'wrong')
  const tokens = wrong.reduce((sum, row) => sum + tokensOf(batch, row).length, 0)
  const long = wrong.length > 0 ? `; wrong ones ${(tokens / wrong.length).toFixed(1)} tokens` : ''
  return `${right} of ${rows.length} right${long}`
}

interface AnswerProps {
  readonly number: number
  readonly batch: Batch
  readonly row: number
  readonly against: readonly number[] | undefined
  readonly vocabulary: readonly string[]
}

function Answer({ number, batch, row, against, vocabulary }: AnswerProps) {
  const tokens = tokensOf(batch, row)
  const parts = against ? partingPoint(tokens, against) : -1
  const advantage = batch.advantage?.[row]
  const textOf = (some: readonly number[]) => some.map(token => visible(tokenText(vocabulary, token))).join('')
  return (
    <li>
      <span className="compare-number">{number}</span>
      <VerdictMark verdict={verdictOf(batch, row)} />
      <span className="mono compare-text">
        {textOf(parts < 0 ? tokens : tokens.slice(0, parts))}
        {parts >= 0 && <Part text={parts < tokens.length ? tokenText(vocabulary, tokens[parts] ?? -1) : undefined} />}
        {parts >= 0 && textOf(tokens.slice(parts + 1))}
      </span>
      <span className={`number ${(advantage ?? 0) < 0 ? 'negative' : 'positive'}`}>
        {advantage === undefined ? '' : signed(advantage)}
      </span>
      <span className="number compare-length" title={count(tokens.length, 'token')}>
        {tokens.length}
      </span>
    </li>
  )
}

/** The first token that is another one; undefined where the answer ends before the base's does. */
const Part = ({ text }: { readonly text: string | undefined }) => (
  <mark className="compare-part">
    <span className="visually-hidden">{text === undefined ? 'ends here' : `parts at ${spoken(text)}`}</span>
    <span aria-hidden="true">{text === undefined ? '∅' : visible(text)}</span>
  </mark>
)

/** Place of the first token that is another one; -1 where they are the same. */
function partingPoint(tokens: readonly number[], against: readonly number[]): number {
  const length = Math.max(tokens.length, against.length)
  for (let t = 0; t < length; t++) if (tokens[t] !== against[t]) return t
  return -1
}

function OpenInPlayground({
  trial,
  iteration,
  index,
}: {
  readonly trial: Trial
  readonly iteration: number
  readonly index: number
}) {
  const comparison = useComparison()
  const { continueFrom } = useActions()
  const now = usePageNow()
  const open = () => {
    const found = trial.kept.find(({ snapshot }) => snapshot.iteration === iteration)
    if (!found) return
    const arm = armsOf(comparison)[index]
    const origin = arm && arm.from > 0 && { recipe: recipeOf(comparison, { change: {}, from: 0 }), iteration: arm.from }
    continueFrom(trial.job.recipe, comparison.preset, {
      checkpoint: found.checkpoint,
      series: trial.metrics.slice(0, iteration),
      snapshots: trial.kept.map(({ snapshot }) => snapshot).filter(snapshot => snapshot.iteration <= iteration),
      changes: [],
      baseline: trial.start,
      name: undefined,
      origin: origin || undefined,
    })
    location.hash = writeHash(now())
  }
  return (
    <button type="button" className="link" onClick={open}>
      Open in the playground at iteration {iteration}
    </button>
  )
}
