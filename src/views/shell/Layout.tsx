import { Tabs } from '@base-ui/react/tabs'
import { type CSSProperties, type ReactNode, useState } from 'react'
import { isBoolean, isNumber } from '../../store/preferences.ts'
import { panels } from '../panels.ts'
import { Bottom } from './Bottom.tsx'
import { Explanation } from './Explanation.tsx'
import { lazyPart } from './lazyPart.tsx'
import { usePage } from './page.ts'
import { Separator } from './Separator.tsx'
import { Skeleton } from './Skeleton.tsx'
import { usePreference } from './usePreference.ts'
import { Work } from './Work.tsx'
import './layout.css'

/** The form comes a moment after the frame: the first groups are more urgent. */
const Setup = lazyPart({ what: 'The setup', load: () => import('./Setup.tsx'), fallback: <Skeleton rows={18} /> })

const limits = { left: [200, 420], right: [220, 520], bottom: [120, 480] } as const

/** Left setup, centre work, right explanation, below the time line and the curves. */
export function WideLayout() {
  const [left, setLeft] = usePreference('width.setup', isNumber, 268)
  const [right, setRight] = usePreference('width.explanation', isNumber, 320)
  const [bottom, setBottom] = usePreference('height.curves', isNumber, 224)
  const [hasLeft, showLeft] = usePreference('open.setup', isBoolean, true)
  const [hasRight, showRight] = usePreference('open.explanation', isBoolean, true)
  const [hasBottom, showBottom] = usePreference('open.curves', isBoolean, true)
  const sizes = {
    '--left': hasLeft ? `${left}px` : '28px',
    '--right': hasRight ? `${right}px` : '28px',
    '--bottom': hasBottom ? `${bottom}px` : '28px',
  } as CSSProperties
  return (
    <main className="frame" style={sizes}>
      <Section name="Setup" edge="left" isOpen={hasLeft} onOpen={showLeft}>
        <Setup />
      </Section>
      <Separator
        label="Width of the setup"
        direction="vertical"
        size={left}
        min={limits.left[0]}
        max={limits.left[1]}
        towards={1}
        onSize={setLeft}
      />
      <section className="section section-work" id="work" tabIndex={-1} aria-label="Work">
        <Work />
      </section>
      <Separator
        label="Width of the explanation"
        direction="vertical"
        size={right}
        min={limits.right[0]}
        max={limits.right[1]}
        towards={-1}
        onSize={setRight}
      />
      <Section name="Explanation" edge="right" isOpen={hasRight} onOpen={showRight}>
        <Explanation />
      </Section>
      <Separator
        label="Height of the curves"
        direction="horizontal"
        size={bottom}
        min={limits.bottom[0]}
        max={limits.bottom[1]}
        towards={-1}
        onSize={setBottom}
      />
      <Section name="Curves" edge="bottom" isOpen={hasBottom} onOpen={showBottom}>
        <Bottom />
      </Section>
    </main>
  )
}

interface SectionProps {
  readonly name: string
  readonly edge: 'left' | 'right' | 'bottom'
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  readonly children: ReactNode
}

/** A section that folds away to its edge. */
function Section({ name, edge, isOpen, onOpen, children }: SectionProps) {
  return (
    <section className={`section section-${edge}`} data-closed={!isOpen || undefined} aria-label={name}>
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

const sections = [
  { id: 'setup', title: 'Setup', Content: Setup },
  { id: 'work', title: 'Work', Content: Work },
  { id: 'explanation', title: 'Explanation', Content: Explanation },
  { id: 'curves', title: 'Curves', Content: Bottom },
] as const

/** Where the panels of a place are on a narrow screen. */
const sectionOf = { work: 'work', explain: 'explanation', bottom: 'curves' } as const

/** The section that is shown. One that a picture outside the work is in opens when that picture is asked for. */
function useSection() {
  const asked = usePage(state => state.tab)
  const [section, setSection] = useState({ shown: 'work', asked })
  if (section.asked !== asked) {
    const place = panels.find(({ id }) => id === asked)?.place ?? 'work'
    setSection({ shown: place === 'work' ? section.shown : sectionOf[place], asked })
  }
  return [section.shown, (shown: string) => setSection({ shown, asked })] as const
}

/** On a narrow screen the same sections are tabs, in the same order. */
export function NarrowLayout() {
  const [shown, setShown] = useSection()
  return (
    <Tabs.Root className="narrow" value={shown} onValueChange={chosen => setShown(String(chosen))}>
      <nav aria-label="Sections">
        <Tabs.List className="tabs narrow-tabs" aria-label="Sections">
          {sections.map(({ id, title }) => (
            <Tabs.Tab key={id} value={id} className="tab">
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </nav>
      <main className="narrow-main" id="work" tabIndex={-1}>
        {sections.map(({ id, Content }) => (
          <Tabs.Panel key={id} value={id} className="narrow-panel">
            <Content />
          </Tabs.Panel>
        ))}
      </main>
    </Tabs.Root>
  )
}
