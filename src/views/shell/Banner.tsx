import { useActions, useRun } from './page.ts'

/** What happened, what to do, and the button that does it. */
export function Banner() {
  const failure = useRun(run => run.failure)
  const status = useRun(run => run.status)
  const checkpoint = useRun(run => run.checkpoint?.iteration)
  const recipe = useRun(run => run.recipe)
  const { recover, reset, edit, dismissFailure, showProgram } = useActions()
  if (!failure) return null
  const isOver = status === 'failed'
  const lacksWeights = isOver && weightsFailed.has(failure.where) && recipe.base !== 'random'
  return (
    <div className="banner" role="alert">
      <div className="banner-text">
        <strong>{titles[failure.kind] ?? 'Something failed.'}</strong> {sentence(failure.message)}{' '}
        {status !== 'loading' && failure.cure}
        <span className="mono banner-where">{failure.where}</span>
      </div>
      <div className="banner-buttons">
        {isOver && (
          <button type="button" className="button" onClick={recover}>
            {checkpoint ? `Go on from iteration ${checkpoint}` : 'Start again'}
          </button>
        )}
        {failure.kind === 'program' && (
          <button type="button" className="button" onClick={showProgram}>
            Mend the program
          </button>
        )}
        {lacksWeights && (
          <button type="button" className="button" onClick={() => edit({ ...recipe, base: 'random' })}>
            Start from random weights
          </button>
        )}
        {isOver && checkpoint !== undefined && (
          <button type="button" className="button" onClick={reset}>
            Reset
          </button>
        )}
        {status === 'loading' ? (
          <span role="status">Starting again…</span>
        ) : (
          !isOver && (
            <button type="button" className="button" onClick={dismissFailure}>
              Dismiss
            </button>
          )
        )}
      </div>
    </div>
  )
}

/** Failures of a file of starting weights: not there, not answering, damaged. */
const weightsFailed: ReadonlySet<string> = new Set(['recipe.base', 'checkpoint'])

/** What a worker or a driver says rarely begins or ends like a sentence. */
const sentence = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.')

const titles: Readonly<Record<string, string>> = {
  usage: 'That could not be done.',
  diverged: 'Training diverged and stopped; what is on screen is kept.',
  program: 'Your estimator failed, and the run stopped; what is on screen is kept.',
  fatal: 'The engine was lost; what is on screen is kept.',
}
