import { useEffect } from 'react'
import type { Notice } from '../../store/state.ts'
import { Icon } from './Icon.tsx'
import { useActions, useOffer, usePage } from './page.ts'

/** Milliseconds that good news stays, longer where it can be taken back; warnings stay until they are dismissed. */
const staying = { news: 6_000, undo: 10_000 } as const

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
  const { dismissNotice, undo: takeBack } = useActions()
  const { text, details, undo, offer } = notice
  const takeOffer = useOffer()
  useEffect(() => {
    if (notice.kind !== 'info' || notice.offer) return
    const timer = setTimeout(() => dismissNotice(notice.id), notice.undo ? staying.undo : staying.news)
    return () => clearTimeout(timer)
  }, [notice, dismissNotice])
  const act = (does: () => void) => () => {
    does()
    dismissNotice(notice.id)
  }
  return (
    <li className="notice" data-kind={notice.kind}>
      {details ? <Details text={text} details={details} /> : <span className="notice-text">{text}</span>}
      {offer && (
        <button type="button" className="button button-small" onClick={act(() => takeOffer(offer))}>
          {offer.label}
        </button>
      )}
      {undo && (
        <button type="button" className="button button-small" onClick={act(() => takeBack(undo))}>
          Undo
        </button>
      )}
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
