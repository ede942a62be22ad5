import { useEffect, useRef } from 'react'
import { methods } from '../../methods/index.ts'
import { methodsHash, type Route } from '../../store/route.ts'
import { writeHash } from '../../store/url.ts'
import { usePage } from '../shell/page.ts'
import { Catalogue } from './Catalogue.tsx'
import { MethodPage, Unknown } from './MethodPage.tsx'
import './catalogue.css'

interface PagesProps {
  readonly route: Extract<Route, { page: 'methods' | 'method' }>
}

/** The catalogue and the page of one method, read beside a run that goes on. */
export default function Pages({ route }: PagesProps) {
  const isList = route.page === 'methods'
  const query = useLastQuery(route)
  const main = useFocusOnArrival(isList ? '' : route.id)
  const method = isList ? undefined : methods.get(route.id)
  const title = isList ? 'Methods' : (method?.title ?? route.id)
  useEffect(() => {
    const before = document.title
    document.title = `${title} - ${before}`
    return () => {
      document.title = before
    }
  }, [title])
  return (
    <main className="page" id="page" tabIndex={-1} ref={main}>
      <div className="page-column">
        <Way method={isList ? undefined : { title, list: methodsHash(query) }} />
        {isList ? (
          <Catalogue query={route.query} />
        ) : method ? (
          <MethodPage key={method.id} method={method} />
        ) : (
          <Unknown id={route.id} />
        )}
      </div>
    </main>
  )
}

/** The catalogue's search as it was last, so that the way back leads to the same list. */
function useLastQuery(route: PagesProps['route']): string {
  const last = useRef('')
  useEffect(() => {
    if (route.page === 'methods') last.current = route.query
  }, [route])
  return last.current
}

/** A new page is read from its top, by eyes and by screen readers. */
function useFocusOnArrival(place: string) {
  const main = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another arrival.
  useEffect(() => {
    main.current?.scrollTo({ top: 0 })
    main.current?.focus({ preventScroll: true })
  }, [place])
  return main
}

/** Where one is, and the way back: to the run as it stands now, and to the list as it was searched. */
function Way({ method }: { readonly method: { readonly title: string; readonly list: string } | undefined }) {
  const playground = usePage(writeHash)
  return (
    <nav aria-label="Where you are">
      <ol className="way">
        <li>
          <a href={playground}>Playground</a>
        </li>
        <li>{method ? <a href={method.list}>Methods</a> : <span aria-current="page">Methods</span>}</li>
        {method && (
          <li>
            <span aria-current="page">{method.title}</span>
          </li>
        )}
      </ol>
    </nav>
  )
}
