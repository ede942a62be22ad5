import { useState } from 'react'
import './kit.css'

interface CopyButtonProps {
  /** Called on the click. */
  readonly text: () => string
  readonly children: string
}

/** Copies text, and says for a moment whether the browser let it. */
export function CopyButton({ text, children }: CopyButtonProps) {
  const [said, say] = useState<string | undefined>(undefined)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      say('Copied')
    } catch {
      say('The browser refused')
    }
  }
  return (
    <button type="button" className="button button-small" onClick={copy} onBlur={() => say(undefined)}>
      <span aria-live="polite">{said ?? children}</span>
    </button>
  )
}
