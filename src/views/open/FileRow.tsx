import { type Opening, openLog } from '../../store/open-log.ts'
import { percent } from '../kit/numbers.ts'
import { LookAt } from './LookAt.tsx'
import { useReadAgain } from './useReadAgain.ts'

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** What is open, how far it is read, and the way out. */
export function FileRow({ opening }: { readonly opening: Opening }) {
  const { files, reading, log, failed, again, isWhole } = opening
  const readAgain = useReadAgain()
  const [first] = files
  const rollouts = log?.batches.reduce((sum, { batch }) => sum + batch.rollouts, 0) ?? 0
  const rest = files.length > 1 ? ` and ${counted(files.length - 1, 'more file')}` : ''
  return (
    <section className="card open-file" aria-label="What is open">
      <b className="open-name">{(log?.name ?? first?.name ?? '') + (log ? '' : rest)}</b>
      <span className="open-facts" aria-live="polite">
        {reading && `reading, ${percent(reading.share)}, ${counted(reading.rows, 'rollout')} so far`}
        {!reading &&
          log &&
          `${log.title} · ${counted(rollouts, 'rollout')} · ${counted(log.batches.length, 'iteration')}`}
        {!log && failed && 'could not be read'}
        {log && failed && ' · could not be read again'}
      </span>
      {reading && <progress className="open-progress" max={1} value={reading.share} aria-label="Read so far" />}
      {log && isWhole && <LookAt log={log} opening={opening} />}
      {!reading &&
        (again ? (
          <button type="button" className="button button-small" onClick={() => void readAgain()}>
            Read again
          </button>
        ) : (
          <span className="panel-note open-once">
            The browser handed these files over once: choose them again for what was written since.
          </span>
        ))}
      <button type="button" className="button button-small" onClick={openLog.close}>
        {reading ? 'Cancel' : 'Close'}
      </button>
    </section>
  )
}
