import type { ReactNode } from 'react'
import { methodsHash } from '../../store/route.ts'
import { writeHash } from '../../store/url.ts'
import { Icon } from './Icon.tsx'
import { lazyPart } from './lazyPart.tsx'
import { useActions, usePage, usePageNow } from './page.ts'
import { Seed } from './Seed.tsx'
import { copyLink } from './share.ts'
import { Transport } from './Transport.tsx'
import { useKeyboard } from './useKeyboard.ts'
import './topbar.css'

const Backend = lazyPart({
  what: 'The backend',
  load: () => import('./Backend.tsx'),
  fallback: <span className="badge">Starting</span>,
})
const HelpSheet = lazyPart({
  what: 'The help',
  load: () => import('./HelpSheet.tsx'),
  close: ({ setOpen }) => setOpen(false),
})

const themes = ['system', 'light', 'dark'] as const

interface TopBarProps {
  readonly isNarrow: boolean
  /** Whether the playground is shown; other pages lead back to it. */
  readonly isPlayground: boolean
}

/** The bar that is always there: transport first, then where the run is, then what it runs on. */
export function TopBar({ isNarrow, isPlayground }: TopBarProps) {
  return (
    <header className="topbar">
      <h1 className="topbar-name">
        Advantage
        <br />
        Playground
      </h1>
      <Transport />
      <Seed />
      <div className="topbar-end">
        <Backend />
        <Elsewhere isPlayground={isPlayground} />
        {!isNarrow && <Share />}
        {!isNarrow && <Theme />}
        <Help>
          {isNarrow && (
            <div className="help-row">
              <Share />
              <Theme />
            </div>
          )}
        </Help>
      </div>
    </header>
  )
}

/** From the playground to the methods, and from everywhere else back to the run as it stands. */
function Elsewhere({ isPlayground }: { readonly isPlayground: boolean }) {
  const playground = usePage(writeHash)
  return (
    <a className="button topbar-link" href={isPlayground ? methodsHash() : playground}>
      {isPlayground ? 'Methods' : 'Playground'}
    </a>
  )
}

/** The `?` button, and the keys that work on the whole page. */
function Help({ children }: { readonly children: ReactNode }) {
  const keys = useKeyboard()
  return (
    <>
      <button
        type="button"
        className="button button-icon"
        aria-label="Keyboard and help"
        aria-haspopup="dialog"
        title="Keyboard and help (?)"
        onClick={() => keys.setOpen(true)}
      >
        ?
      </button>
      {keys.isOpen && <HelpSheet {...keys}>{children}</HelpSheet>}
    </>
  )
}

function Share() {
  const now = usePageNow()
  const { notify } = useActions()
  return (
    <button
      type="button"
      className="button"
      aria-label="Share"
      title="Copy a link to this setup and selection"
      onClick={() => copyLink(now(), notify)}
    >
      <Icon name="share" />
      <span className="button-word">Share</span>
    </button>
  )
}

function Theme() {
  const theme = usePage(state => state.theme)
  const { chooseTheme } = useActions()
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'
  return (
    <button
      type="button"
      className="button button-icon"
      aria-label={`Theme: ${theme}. Change to ${next}`}
      title={`Theme: ${theme}`}
      onClick={() => chooseTheme(next)}
    >
      <Icon name={theme} />
    </button>
  )
}
