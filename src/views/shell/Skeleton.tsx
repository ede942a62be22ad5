import { useRun } from './page.ts'

/** Grey lines where a picture will be. */
export function Skeleton({ rows }: { readonly rows: number }) {
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike.
        <span key={row} style={{ width: `${[92, 78, 85, 64, 88, 71][row % 6]}%` }} />
      ))}
    </div>
  )
}

/** What the engine is doing before the first picture, in words and as a bar. */
export function Loading() {
  const loading = useRun(run => run.loading)
  const status = useRun(run => run.status)
  const share = loading?.share
  const text = loading ? `Loading: ${loading.what}` : 'Sampling the first groups'
  if (status === 'held') return <p className="panel-empty">There is nothing to show yet: nothing has been computed.</p>
  if (status === 'failed')
    return <p className="panel-empty">There is nothing to show yet: the engine is not running.</p>
  return (
    <div className="loading">
      <p className="loading-text" role="status">
        {text}
        {share !== undefined && <span className="number"> {Math.round(100 * share)} %</span>}
      </p>
      <progress className="loading-bar" aria-label={text} {...(share !== undefined && { value: share })} />
      <Skeleton rows={12} />
    </div>
  )
}
