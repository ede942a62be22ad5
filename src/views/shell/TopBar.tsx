import { playground } from '../../store/route.ts'
import { writeHash } from '../../store/url.ts'
import { pages } from '../pages.ts'
import { Menu } from './Menu.tsx'
import { usePage, useRun } from './page.ts'
import { Share } from './Share.tsx'
import { Transport } from './Transport.tsx'
import './topbar.css'

interface TopBarProps {
  /** The word of the page that is shown, or `playground`. */
  readonly page: string
  readonly isNarrow: boolean
  readonly onHelp: () => void
}

/** The bar that is always there: where one can go. On a narrow screen the playground's transport takes its place. */
export function TopBar({ page, isNarrow, onHelp }: TopBarProps) {
  if (isNarrow) {
    return (
      <header className="topbar topbar-narrow">
        <h1 className={page === playground ? 'visually-hidden' : 'topbar-name'}>Advantage Playground</h1>
        {page === playground && <Transport />}
        <Menu page={page} onHelp={onHelp} />
      </header>
    )
  }
  return (
    <header className="topbar">
      <h1 className="topbar-name">Advantage Playground</h1>
      <nav className="topbar-pages" aria-label="Pages">
        <PageLinks page={page} menu="pages" />
      </nav>
      <div className="topbar-end">
        <PageLinks page={page} menu="tools" />
        <Share />
        <HelpButton onHelp={onHelp} />
      </div>
    </header>
  )
}

interface PageLinksProps {
  readonly page: string
  readonly menu: 'pages' | 'tools'
  readonly onLeave?: () => void
}

/** Links to the pages of a menu, the playground first; the page that is shown is marked. */
export function PageLinks({ page, menu, onLeave }: PageLinksProps) {
  const back = usePage(writeHash)
  const hidesMethod = usePage(state => state.frame.hide.includes('method'))
  const listed = pages.filter(entry => entry.menu === menu && !(hidesMethod && entry.word === 'methods'))
  return (
    <>
      {menu === 'pages' && (
        <a
          className="page-link"
          href={back}
          aria-current={page === playground ? 'page' : undefined}
          {...(onLeave && { onClick: onLeave })}
        >
          Playground
          {page !== playground && <GoingOn />}
        </a>
      )}
      {listed.map(({ word, title }) => (
        <a
          key={word}
          className="page-link"
          href={`#/${word}`}
          aria-current={page === word ? 'page' : undefined}
          {...(onLeave && { onClick: onLeave })}
        >
          {title}
        </a>
      ))}
    </>
  )
}

/** A run that goes on while another page is read: a dot, and where it is. */
function GoingOn() {
  const isPlaying = useRun(run => run.status === 'playing')
  const iteration = useRun(run => run.iteration)
  if (!isPlaying) return null
  return (
    <span className="going-on">
      <span className="visually-hidden">, training, iteration</span> <span className="number">{iteration}</span>
    </span>
  )
}

export function HelpButton({ onHelp }: { readonly onHelp: () => void }) {
  const hasWarning = useRun(run => run.backend?.notice !== undefined && run.backend.notice !== '')
  return (
    <button
      type="button"
      className="button button-icon"
      aria-label={
        hasWarning ? 'Help, keys, theme and backend: the backend has a message' : 'Help, keys, theme and backend'
      }
      aria-haspopup="dialog"
      title="Help, keys, theme and backend (?)"
      data-warning={hasWarning || undefined}
      onClick={onHelp}
    >
      ?
    </button>
  )
}
