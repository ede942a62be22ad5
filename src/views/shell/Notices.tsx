import { useEffect } from 'react'
import type { Notice } from '../../store/state.ts'
import { Icon } from './Icon.tsx'
import { useActions, usePage } from './page.ts'

/** Milliseconds that good news stays; warnings stay until they are dismissed. */
const staying = 6000

/** Sentences for the person, spoken by screen readers as they come. */
export function Notices() {
  const notices = usePage(state => state.notices)
  return (
    <ul className="notices" aria-live="polite" aria-label="Notices">
      {notices.map(notice => (
        <Message key={notice.id} notice={notice} />
      ))}
    </ul>
  )
}

function Message({ notice }: { readonly notice: Notice }) {
  const { dismissNotice } = useActions()
  useEffect(() => {
    if (notice.kind !== 'info') return
    const timer = setTimeout(() => dismissNotice(notice.id), staying)
    return () => clearTimeout(timer)
  }, [notice, dismissNotice])
  const { text, details } = notice
  return (
    <li className="notice" data-kind={notice.kind}>
      {details ? <Details text={text} details={details} /> : <span className="notice-text">{text}</span>}
      <button
        type="button"
        className="button button-icon button-small"
        aria-label="Dismiss"
        onClick={() => dismissNotice(notice.id)}
      >
        <Icon name="close" />
      </button>
    </li>
  )
}

function Details({ text, details }: Required<Pick<Notice, 'text' | 'details'>>) {
  return (
    <details className="notice-text" open>
      <summary>{text}</summary>
      {/* A list that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above. */}
      <ul className="notice-details" tabIndex={0} aria-label={text}>
        {details.map(detail => (
          <li key={detail}>{detail}</li>
        ))}
      </ul>
    </details>
  )
}
