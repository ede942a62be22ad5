import { Activity, useEffect, useLayoutEffect } from 'react'
import type { Page } from '../../store/page.ts'
import type { Route } from '../../store/route.ts'
import { useRoute } from '../catalogue/useRoute.ts'
import { loadAhead } from '../kit/parts.ts'
import { useNarrow } from '../kit/useMedia.ts'
import { Banner } from './Banner.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { NarrowLayout, WideLayout } from './Layout.tsx'
import { lazyPart } from './lazyPart.tsx'
import { Notices } from './Notices.tsx'
import { PageProvider, usePage, useRun } from './page.ts'
import { Question } from './Question.tsx'
import { RunStrip } from './RunStrip.tsx'
import { Skeleton } from './Skeleton.tsx'
import { TopBar } from './TopBar.tsx'
import '../theme.css'
import '../kit/kit.css'
import './shell.css'
import './print.css'

const fallback = <Skeleton rows={12} />
const Gallery = lazyPart({ what: 'The gallery', load: () => import('../gallery/index.tsx'), fallback })
const Methods = lazyPart({ what: 'The methods', load: () => import('../catalogue/Pages.tsx'), fallback })

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
  const isPlayground = route.page === 'playground'
  useTheme()
  useLoadAhead()
  return (
    <div className="shell">
      <button
        type="button"
        className="button skip visually-hidden"
        onClick={() => skipTo(isPlayground ? 'work' : route.page)}
      >
        Skip to the {isPlayground ? 'work' : 'page'}
      </button>
      <TopBar isNarrow={isNarrow} isPlayground={isPlayground} />
      {isPlayground && <RunStrip />}
      <Banner />
      <Question />
      <Activity mode={isPlayground ? 'visible' : 'hidden'}>{isNarrow ? <NarrowLayout /> : <WideLayout />}</Activity>
      <ErrorBoundary what="The page" key={route.page}>
        <OtherPage route={route} />
      </ErrorBoundary>
      <Notices />
    </div>
  )
}

/** Read while the playground waits behind it with its scroll positions and open cards; the run itself goes on. */
function OtherPage({ route }: { readonly route: Route }) {
  switch (route.page) {
    case 'playground':
      return null
    case 'gallery':
      return <Gallery />
    case 'methods':
    case 'method':
      return <Methods route={route} />
  }
}

/** Not a link, because what stands after `#` in the address is the selection. */
const skipTo = (id: string) => document.getElementById(id)?.focus()

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
