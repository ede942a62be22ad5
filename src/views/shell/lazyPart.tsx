import { type ComponentType, type ReactNode, Suspense, use } from 'react'
import { type Part, part } from '../kit/parts.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'

interface LazyPart<P> {
  /** Begins a sentence: "The help". */
  readonly what: string
  readonly load: () => Promise<{ readonly default: ComponentType<P> }>
  readonly fallback?: ReactNode
  /** Closes a part that was opened on request, when it cannot be shown. */
  readonly close?: (props: P) => void
}

/** A component whose files come later. When they do not, it says so in its own place, and the rest of the page stays. */
export function lazyPart<P extends object>({ what, load, fallback, close }: LazyPart<P>): ComponentType<P> {
  const files = part(what, load)
  return props => (
    <ErrorBoundary what={what} onAgain={files.again} {...(close && { onClose: () => close(props) })}>
      <Suspense fallback={fallback}>
        <Loaded files={files} given={props} />
      </Suspense>
    </ErrorBoundary>
  )
}

interface LoadedProps<P> {
  readonly files: Part<{ readonly default: ComponentType<P> }>
  readonly given: P
}

function Loaded<P extends object>({ files, given }: LoadedProps<P>) {
  const { default: Shown } = use(files.load())
  return <Shown {...given} />
}
