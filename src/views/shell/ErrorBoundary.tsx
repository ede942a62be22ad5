import { Component, type ReactNode } from 'react'

interface ErrorBoundaryProps {
  /** "This picture", "The page". */
  readonly what: string
  readonly children: ReactNode
  /** Before what failed is drawn again. */
  readonly onAgain?: () => void
  readonly onClose?: () => void
  /** Another way out than to try again. */
  readonly cure?: { readonly label: string; readonly act: () => void }
}

/** A picture that fails leaves the rest of the page, and the run, as they are. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined }

  static getDerivedStateFromError(thrown: unknown) {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override render() {
    const { error } = this.state
    const { what, children, onAgain, onClose, cure } = this.props
    if (!error) return children
    const again = () => {
      onAgain?.()
      this.setState({ error: undefined })
    }
    return (
      <div className="failure" role="alert">
        <p>
          <strong>{what} could not be drawn.</strong> The run and its numbers are not affected.
        </p>
        <p className="mono failure-text">{error.message}</p>
        <div className="failure-buttons">
          <button type="button" className="button" onClick={again}>
            Try again
          </button>
          {cure && (
            <button type="button" className="button" onClick={cure.act}>
              {cure.label}
            </button>
          )}
          {onClose && (
            <button type="button" className="button" onClick={onClose}>
              Close
            </button>
          )}
        </div>
      </div>
    )
  }
}
