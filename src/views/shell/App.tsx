import { useLayoutEffect } from 'react'
import type { Page } from '../../store/page.ts'
import { Banner } from './Banner.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { NarrowFrame, WideFrame } from './Frame.tsx'
import { Notices } from './Notices.tsx'
import { PageProvider, usePage } from './page.ts'
import { TopBar } from './TopBar.tsx'
import { useNarrow } from './useMedia.ts'
import '../theme.css'
import '../kit/kit.css'
import './shell.css'

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
  useTheme()
  return (
    <div className="shell">
      <button type="button" className="button skip visually-hidden" onClick={skip}>
        Skip to the work
      </button>
      <TopBar isNarrow={isNarrow} />
      <Banner />
      {isNarrow ? <NarrowFrame /> : <WideFrame />}
      <Notices />
    </div>
  )
}

/** Not a link, because what stands after `#` in the address is the selection. */
const skip = () => document.getElementById('work')?.focus()

function useTheme(): void {
  const theme = usePage(state => state.theme)
  useLayoutEffect(() => {
    if (theme === 'system') document.documentElement.removeAttribute('data-theme')
    else document.documentElement.setAttribute('data-theme', theme)
  }, [theme])
}
