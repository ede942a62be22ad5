import { Activity, lazy, Suspense, useLayoutEffect } from 'react'
import type { Page } from '../../store/page.ts'
import type { Route } from '../../store/route.ts'
import { useRoute } from '../catalogue/useRoute.ts'
import { useNarrow } from '../kit/useMedia.ts'
import { Banner } from './Banner.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { NarrowFrame, WideFrame } from './Frame.tsx'
import { Notices } from './Notices.tsx'
import { PageProvider, usePage } from './page.ts'
import { Skeleton } from './Skeleton.tsx'
import { TopBar } from './TopBar.tsx'
import '../theme.css'
import '../kit/kit.css'
import './shell.css'
import './print.css'

const Gallery = lazy(() => import('../gallery/index.tsx'))
const Methods = lazy(() => import('../catalogue/Pages.tsx'))

export function App({ page }: { readonly page: Page }) {
  return (
    <ErrorBoundary what="The page">
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
      <Banner />
      <Activity mode={isPlayground ? 'visible' : 'hidden'}>{isNarrow ? <NarrowFrame /> : <WideFrame />}</Activity>
      <ErrorBoundary what="The page" key={route.page}>
        <Suspense fallback={<Skeleton rows={12} />}>
          <OtherPage route={route} />
        </Suspense>
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

function useTheme(): void {
  const theme = usePage(state => state.theme)
  useLayoutEffect(() => {
    if (theme === 'system') document.documentElement.removeAttribute('data-theme')
    else document.documentElement.setAttribute('data-theme', theme)
  }, [theme])
}
