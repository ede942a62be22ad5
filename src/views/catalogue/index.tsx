import { Activity, type ReactNode, useEffect, useRef } from 'react'
import { methods } from '../../methods/index.ts'
import { methodsHash } from '../../store/route.ts'
import { writeHash } from '../../store/url.ts'
import type { PageProps } from '../pages.ts'
import { usePage } from '../shell/page.ts'
import { Catalogue } from './Catalogue.tsx'
import { MethodPage, Unknown } from './MethodPage.tsx'
import './catalogue.css'

/** The catalogue and the page of one method, read beside a run that goes on. The list waits as it was left. */
export default function Methods({ path: [id], query }: PageProps) {
  return (
    <>
      <Activity mode={id === undefined ? 'visible' : 'hidden'}>
        <Column title="Methods">
          <Catalogue query={id === undefined ? query : ''} />
        </Column>
      </Activity>
      {id !== undefined && <OneMethod key={id} id={id} />}
    </>
  )
}

function OneMethod({ id }: { readonly id: string }) {
  const method = methods.get(id)
  return (
    <Column title={method?.title ?? id} isOne>
      {method ? <MethodPage method={method} /> : <Unknown id={id} />}
    </Column>
  )
}

interface ColumnProps {
  readonly title: string
  readonly isOne?: boolean
  readonly children: ReactNode
}

/** A page that scrolls by itself, under the way that led to it. */
function Column({ title, isOne = false, children }: ColumnProps) {
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    // So that keys scroll it, and screen readers begin at its top.
    main.current?.focus({ preventScroll: true })
    const before = document.title
    document.title = `${title} - ${before}`
    return () => {
      document.title = before
    }
  }, [title])
  return (
    <main className="page" id={isOne ? 'method' : 'methods'} tabIndex={-1} ref={main}>
      <div className="page-column">
        <Way title={title} isOne={isOne} />
        {children}
      </div>
    </main>
  )
}

/** Where one is, and the way back to the run as it stands now. */
function Way({ title, isOne }: Required<Pick<ColumnProps, 'title' | 'isOne'>>) {
  const playground = usePage(writeHash)
  return (
    <nav aria-label="Where you are">
      <ol className="way">
        <li>
          <a href={playground}>Playground</a>
        </li>
        {isOne && (
          <li>
            <a href={methodsHash()}>Methods</a>
          </li>
        )}
        <li>
          <span aria-current="page">{title}</span>
        </li>
      </ol>
    </nav>
  )
}
