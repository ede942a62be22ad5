import { Component, type ReactNode } from 'react'

interface ErrorBoundaryProps {
  /** "This picture", "The page". */
  readonly what: string
  readonly children: ReactNode
}

/** A picture that fails leaves the rest of the page, and the run, as they are. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined }

  static getDerivedStateFromError(thrown: unknown) {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <div className="failure" role="alert">
        <p>
          <strong>{this.props.what} could not be drawn.</strong> The run and its numbers are not affected.
        </p>
        <p className="mono failure-text">{error.message}</p>
        <button type="button" className="button" onClick={() => this.setState({ error: undefined })}>
          Try again
        </button>
      </div>
    )
  }
}
