import type { CSSProperties, ReactNode } from 'react'
import { isBoolean, isNumber } from '../../store/preferences.ts'
import { Bottom } from './Bottom.tsx'
import { Explanation } from './Explanation.tsx'
import { usePage } from './page.ts'
import { Separator } from './Separator.tsx'
import { Settings } from './Settings.tsx'
import type { SettingsState } from './settings-state.ts'
import { useLower } from './useLower.ts'
import { usePreference } from './usePreference.ts'
import { Work } from './Work.tsx'
import './layout.css'

const limits = { left: [240, 420], right: [240, 520], bottom: [120, 480] } as const

interface WideLayoutProps {
  readonly settings: SettingsState
  readonly isShort: boolean
}

/** Centre work, right explanation, below the time line and the curves; the settings over the left, or pinned there. */
export function WideLayout({ settings, isShort }: WideLayoutProps) {
  const [left, setLeft] = usePreference('width.setup', isNumber, 300)
  const [right, setRight] = usePreference('width.explanation', isNumber, 336)
  const [hasRight, showRight] = usePreference('open.explanation', isBoolean, true)
  const hide = usePage(state => state.frame.hide)
  const isColumn = settings.isPinned && settings.isOpen
  // Nothing is left to explain when both are hidden.
  const explains = !(hide.includes('method') && hide.includes('answers'))
  const sizes = { '--left': `${left}px`, '--right': hasRight ? `${right}px` : '28px' } as CSSProperties
  return (
    <main
      className="frame"
      style={sizes}
      data-column={isColumn || undefined}
      data-alone={!explains || undefined}
      data-folded={!hasRight || undefined}
    >
      {settings.isOpen && <Settings isPinned={settings.isPinned} onPin={settings.onPin} onClose={settings.onClose} />}
      {isColumn && (
        <Separator
          label="Width of the settings"
          direction="vertical"
          size={left}
          min={limits.left[0]}
          max={limits.left[1]}
          towards={1}
          onSize={setLeft}
        />
      )}
      <section className="section section-work" id="work" tabIndex={-1} aria-label="Work">
        <Work />
      </section>
      {explains && (
        <>
          <Separator
            label="Width of the explanation"
            direction="vertical"
            size={right}
            min={limits.right[0]}
            max={limits.right[1]}
            towards={-1}
            onSize={setRight}
          />
          <Section name="Explanation" isOpen={hasRight} onOpen={showRight}>
            <Explanation />
          </Section>
        </>
      )}
      {!hide.includes('curves') && <Lower isShort={isShort} />}
    </main>
  )
}

/** Time line and curves; a row of small lines until there is something to see, or where there is little height. */
function Lower({ isShort }: { readonly isShort: boolean }) {
  const [bottom, setBottom] = usePreference('height.curves', isNumber, 196)
  const { isSmall, setSmall } = useLower(isShort)
  return (
    <>
      {isSmall ? (
        <div className="separator-gap" />
      ) : (
        <Separator
          label="Height of the curves"
          direction="horizontal"
          size={bottom}
          min={limits.bottom[0]}
          max={limits.bottom[1]}
          towards={-1}
          onSize={setBottom}
        />
      )}
      <section
        className="section section-bottom"
        aria-label="Curves"
        data-small={isSmall || undefined}
        style={isSmall ? undefined : { height: bottom }}
      >
        <div className="section-body">
          <Bottom isSmall={isSmall} onSmall={setSmall} />
        </div>
      </section>
    </>
  )
}

interface SectionProps {
  readonly name: string
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  readonly children: ReactNode
}

/** The right-hand section, which folds away to its edge. */
function Section({ name, isOpen, onOpen, children }: SectionProps) {
  return (
    <section className="section section-right" data-closed={!isOpen || undefined} aria-label={name}>
      <button
        type="button"
        className="fold"
        aria-expanded={isOpen}
        aria-label={isOpen ? `Fold ${name}` : `Show ${name}`}
        title={isOpen ? `Fold ${name}` : `Show ${name}`}
        onClick={() => onOpen(!isOpen)}
      >
        <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
          <path d="M3 1l4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
        {!isOpen && <span className="fold-name">{name}</span>}
      </button>
      {isOpen && <div className="section-body">{children}</div>}
    </section>
  )
}
