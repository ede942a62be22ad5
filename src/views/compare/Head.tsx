import { type FormEvent, useState } from 'react'
import { useStore } from 'zustand'
import { seedsFrom, writeSeeds } from '../../store/compare/address.ts'
import { isHeavyToCompare } from '../../store/compare/comparing.ts'
import type { Along, ArmTrials } from '../../store/compare/figures.ts'
import { isBusy } from '../../store/experiment.ts'
import { levelOrFirst, paramsOf, withParams } from '../../store/recipe-edits.ts'
import { taskOf } from '../../tasks/index.ts'
import { Help } from '../kit/Help.tsx'
import { useNarrow } from '../kit/useMedia.ts'
import { Icon } from '../shell/Icon.tsx'
import { useActions } from '../shell/page.ts'
import { policyTitle } from '../shell/setup-picks.ts'
import { Programs } from './Programs.tsx'
import { Take } from './Take.tsx'
import { useComparing, useComparison, usePool } from './useComparing.ts'
import { about } from './words.ts'

interface HeadProps {
  readonly arms: readonly ArmTrials[]
  readonly along: Along
  readonly onAlong: (along: Along) => void
  readonly window: number
  readonly onWindow: (window: number) => void
}

const windows = [1, 5, 10, 20] as const
const alongs: readonly Along[] = ['iteration', 'rollouts', 'seconds']

/** What is trained, on how many seeds, and how far it is. */
export function Head({ arms, along, onAlong, window, onWindow }: HeadProps) {
  const comparing = useComparing()
  const comparison = useComparison()
  const isHeavy = useStore(comparing.api, isHeavyToCompare)
  const pool = usePool()
  const { base } = comparison
  const { task, level, policy } = base
  const isRunning = isBusy(pool)
  return (
    <header className="compare-head">
      <div className="compare-controls">
        {isRunning ? (
          <button type="button" className="button button-primary" onClick={comparing.cancel}>
            <Icon name="close" />
            Cancel
          </button>
        ) : (
          <button type="button" className="button button-primary" onClick={comparing.run}>
            <Icon name="play" />
            {isHeavy ? 'Run all the same' : 'Run all'}
          </button>
        )}
        <Field
          label="to iteration"
          value={String(paramsOf(base).iterations)}
          width={6}
          onSet={text => {
            const iterations = Math.round(Number(text))
            if (Number.isFinite(iterations)) comparing.change({ ...comparison, base: withParams(base, { iterations }) })
          }}
        />
        <SeedsField />
        <p className="compare-about">
          {taskOf(task).title}, {levelOrFirst(taskOf(task), level).title}, {policyTitle(policy)} ·{' '}
          <Help
            name="Common noise"
            note="All runs of one seed begin with the same weights, meet the same problems in the same order and draw with the same noise: until their policies differ they are the same. So they are compared seed by seed."
          >
            common noise
          </Help>
        </p>
      </div>
      <Ways {...{ arms, along, onAlong, window, onWindow }} />
      {isHeavy && !isRunning && (
        <p className="warning-text compare-wide">
          An iteration of this setup takes several seconds, or much memory. Fewer problems, a smaller group or a smaller
          policy make it light.
        </p>
      )}
      <Programs />
      <Progress arms={arms} isRunning={isRunning} workers={pool.workers.length} />
    </header>
  )
}

/** How the results are laid out, and taken away. */
function Ways({ arms, along, onAlong, window, onWindow }: HeadProps) {
  const isNarrow = useNarrow()
  const ways = (
    <div className="compare-controls">
      <label className="inline-field">
        Align by
        <select
          className="select"
          value={along}
          onChange={({ target }) => onAlong(alongs.find(known => known === target.value) ?? 'iteration')}
        >
          {alongs.map(known => (
            <option key={known}>{known}</option>
          ))}
        </select>
      </label>
      <label className="inline-field">
        Mean of
        <select className="select" value={window} onChange={({ target }) => onWindow(Number(target.value))}>
          {windows.map(known => (
            <option key={known} value={known}>
              {known === 1 ? '1 iteration' : `${known} iterations`}
            </option>
          ))}
        </select>
      </label>
      <Take arms={arms} />
    </div>
  )
  if (!isNarrow) return ways
  return (
    <details className="compare-more">
      <summary>Align, smooth, take away</summary>
      {ways}
    </details>
  )
}

function SeedsField() {
  const { change } = useComparing()
  const comparison = useComparison()
  const { notifyChanges } = useActions()
  return (
    <Field
      label="seeds"
      value={writeSeeds(comparison.seeds)}
      width={8}
      onSet={text => {
        const { seeds, notices } = seedsFrom(text)
        notifyChanges(notices)
        change({ ...comparison, seeds })
      }}
    />
  )
}

interface FieldProps {
  readonly label: string
  readonly value: string
  readonly width: number
  readonly onSet: (text: string) => void
}

/** A field whose value counts when it is left, or Enter is pressed. */
function Field({ label, value, width, onSet }: FieldProps) {
  const [draft, setDraft] = useState<string>()
  const set = () => {
    if (draft !== undefined && draft !== value) onSet(draft)
    setDraft(undefined)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set()
  }
  return (
    <form className="inline-field" onSubmit={submit}>
      <label className="inline-field">
        {label}
        <input
          className="select number"
          style={{ width: `${width}em` }}
          value={draft ?? value}
          onChange={({ target }) => setDraft(target.value)}
          onBlur={set}
        />
      </label>
    </form>
  )
}

interface ProgressProps {
  readonly arms: readonly ArmTrials[]
  readonly isRunning: boolean
  readonly workers: number
}

/** In words, and as a bar; a screen reader is told when it ends. */
function Progress({ arms, isRunning, workers }: ProgressProps) {
  const trials = arms.flatMap(({ name, trials }) => trials.map(each => ({ name, ...each })))
  const budget = (trial: (typeof trials)[number]['trial']) =>
    trial ? Number(paramsOf(trial.job.recipe).iterations) : 0
  const begun = trials.flatMap(({ trial }) => (trial ? [trial] : []))
  const ended = begun.filter(({ status }) => status === 'ended')
  const done = begun.reduce((sum, trial) => sum + (trial.status === 'ended' ? budget(trial) : trial.metrics.length), 0)
  const all = begun.reduce((sum, trial) => sum + budget(trial), 0)
  const running = trials.find(({ trial }) => trial?.status === 'running')
  const spent = begun.reduce((sum, { milliseconds }) => sum + (milliseconds.at(-1) ?? 0), 0)
  const measured = begun.reduce((sum, { metrics }) => sum + metrics.length, 0)
  const left = measured > 20 ? ((all - done) * spent) / measured / 1000 / workers : undefined
  return (
    <div className="compare-progress compare-wide">
      {isRunning && (
        <>
          <progress max={Math.max(1, all)} value={done} aria-label="Trained so far" />
          <span>
            {ended.length} of {trials.length} runs finished
            {running?.trial &&
              `; seed ${running.seed}, ${running.name}, iteration ${running.trial.metrics.length} of ${budget(running.trial)}`}
            {left !== undefined && `; ${about(left)} left`}
          </span>
        </>
      )}
      <span role="status" className={isRunning ? 'visually-hidden' : ''}>
        {!isRunning && ended.length > 0 && `${ended.length} of ${trials.length} runs finished.`}
      </span>
    </div>
  )
}
