import { useEffect, useRef, useState } from 'react'
import { selectionIn, shownSnapshot } from '../../store/select/look.ts'
import type { Watched } from '../../store/state.ts'
import { Marks } from '../panels/groups/AdvantageAxis.tsx'
import { useActions, usePage, usePageNow, useRun } from '../shell/page.ts'
import { isDue, pickedLooks, watchTimes } from './watching.ts'

/** One problem, answered by the policy every ten iterations under the same luck: small multiples of its answers. */
export function Watch() {
  const watched = useRun(run => run.watched)
  const iteration = useRun(run => run.iteration)
  const canAsk = useRun(run => run.status === 'playing' || run.status === 'paused' || run.status === 'finished')
  const pinnable = usePage(state => {
    const snapshot = shownSnapshot(state)
    return snapshot?.problems[selectionIn(state.selection, snapshot.batch).group]?.text
  })
  const now = usePageNow()
  const { branch, lookAt } = useActions()
  const asked = useRef(-1)
  const [name, setName] = useState<string | undefined>(undefined)
  useEffect(() => {
    if (!watched || !canAsk || asked.current === iteration || !isDue(watched, iteration)) return
    asked.current = iteration
    branch(watched.problem, [], watchTimes)
  }, [watched, iteration, canAsk, branch])
  const pin = () => {
    const state = now()
    const snapshot = shownSnapshot(state)
    const problem = snapshot?.problems[selectionIn(state.selection, snapshot.batch).group]
    if (!problem) return
    setName(problem.text)
    branch(problem.index, [], watchTimes)
  }
  return (
    <figure className="chart watch">
      <figcaption className="chart-head">
        <span className="chart-title" title="The same problem with the same luck, as the policy learns.">
          {watched ? <span className="mono">{name ?? `Problem ${watched.problem + 1}`}</span> : 'Watch one problem'}{' '}
          <small>every 10 iterations</small>
        </span>
        {pinnable !== undefined && pinnable !== name && (
          <button type="button" className="button button-small" disabled={!canAsk} onClick={pin}>
            {watched ? 'Watch' : 'Pin'} <span className="mono">{pinnable}</span>
          </button>
        )}
      </figcaption>
      {watched ? (
        <Looks watched={watched} onLook={lookAt} />
      ) : (
        <p className="panel-note">Pin the problem that is open to see its answers change.</p>
      )}
    </figure>
  )
}

function Looks({ watched, onLook }: { readonly watched: Watched; readonly onLook: (iteration: number) => void }) {
  return (
    <ol className="watch-looks" aria-label="Answers by iteration">
      {pickedLooks(watched).map(({ iteration, answers }) => (
        <li key={iteration}>
          <button
            type="button"
            title={answers.map(({ note }, i) => `${i + 1}: ${note}`).join('\n')}
            onClick={() => onLook(Math.max(1, iteration))}
          >
            <span className="number">{iteration}</span>
            <Marks verdicts={answers.map(({ correct }) => (correct ? 'correct' : 'wrong'))} />
            <b className="number">
              {answers.filter(({ correct }) => correct).length}
              <span className="visually-hidden"> of {answers.length} right</span>
            </b>
          </button>
        </li>
      ))}
    </ol>
  )
}
