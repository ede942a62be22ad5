import { Activity, useEffect, useLayoutEffect } from 'react'
import type { Page } from '../../store/page.ts'
import { playground, type Route } from '../../store/route.ts'
import { loadAhead } from '../kit/parts.ts'
import { useNarrow } from '../kit/useMedia.ts'
import { pages } from '../pages.ts'
import { Announcer } from './Announcer.tsx'
import { Banner } from './Banner.tsx'
import { DropZone } from './DropZone.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { FindDialog } from './Find.tsx'
import { lazyPart } from './lazyPart.tsx'
import { LookProvider } from './look.ts'
import { Notices } from './Notices.tsx'
import { Playground } from './Playground.tsx'
import { PageProvider, usePage, useRun } from './page.ts'
import { Question } from './Question.tsx'
import { Skeleton } from './Skeleton.tsx'
import { TopBar } from './TopBar.tsx'
import { Transport } from './Transport.tsx'
import { useEmbedding } from './useEmbedding.ts'
import { useKeyboard } from './useKeyboard.ts'
import { useRoute } from './useRoute.ts'
import '../theme.css'
import '../kit/kit.css'
import './shell.css'
import './print.css'
import './contrast.css'

const fallback = <Skeleton rows={12} />
const parts = new Map(
  pages.map(({ word, title, load }) => [word, lazyPart({ what: `The page ${title}`, load, fallback })]),
)
const HelpSheet = lazyPart({
  what: 'The help',
  load: () => import('./HelpSheet.tsx'),
  close: ({ setOpen }) => setOpen(false),
})

export function App({ page }: { readonly page: Page }) {
  return (
    <ErrorBoundary what="The page" cure={{ label: 'Forget the last session', act: page.forget }}>
      <PageProvider value={page}>
        <Shell />
      </PageProvider>
    </ErrorBoundary>
  )
}

function Shell() {
  const isNarrow = useNarrow()
  const route = useRoute()
  const keys = useKeyboard()
  const frame = usePage(state => state.frame)
  const isPlayground = route.page === playground
  const isBare = frame.embed || (isPlayground && frame.show !== undefined)
  useTheme()
  useLoadAhead()
  const shell = useEmbedding(frame.embed)
  return (
    <div className="shell" ref={shell} data-embed={frame.embed || undefined}>
      <button type="button" className="button skip visually-hidden" onClick={() => skipTo(isPlayground)}>
        Skip to the {isPlayground ? 'work' : 'page'}
      </button>
      {!isBare && <TopBar page={route.page} isNarrow={isNarrow} onHelp={() => keys.setOpen(true)} />}
      <Banner />
      <Question />
      <Activity mode={isPlayground ? 'visible' : 'hidden'}>
        <LookProvider>
          <Playground isNarrow={isNarrow} />
        </LookProvider>
      </Activity>
      <ErrorBoundary what="The page" key={route.page}>
        <OtherPage route={route} />
      </ErrorBoundary>
      {keys.isOpen && <HelpSheet {...keys} />}
      {keys.isFinding && <FindDialog onClose={() => keys.setFinding(false)} />}
      <Notices />
      <Announcer />
      <DropZone />
    </div>
  )
}

/** Read while the playground waits behind it with its scroll positions and open cards; the run itself goes on. */
function OtherPage({ route: { page, path, query } }: { readonly route: Route }) {
  const entry = pages.find(({ word }) => word === page)
  const Shown = parts.get(page)
  if (!entry || !Shown) return null
  return (
    <>
      {entry.transport && <Transport />}
      <Shown path={path} query={query} />
    </>
  )
}

/** Not a link, because what stands after `#` in the address is the selection. The page is the `main` that can be seen. */
function skipTo(isPlayground: boolean): void {
  const work = document.getElementById('work')
  const all = [...document.querySelectorAll<HTMLElement>('main')]
  const target = isPlayground ? work : all.find(main => main.getClientRects().length > 0)
  target?.focus()
}

/** Once the engine is there: until then it needs the network itself. */
function useLoadAhead(): void {
  const isReady = useRun(run => run.status !== 'loading')
  useEffect(() => {
    if (isReady) void loadAhead()
  }, [isReady])
}

function useTheme(): void {
  const theme = usePage(state => state.theme)
  useLayoutEffect(() => {
    if (theme === 'system') document.documentElement.removeAttribute('data-theme')
    else document.documentElement.setAttribute('data-theme', theme)
  }, [theme])
}
