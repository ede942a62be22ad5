import { useState } from 'react'
import { Signed } from './Bar.tsx'
import { exact } from './numbers.ts'
import './kit.css'

interface ExactProps {
  readonly value: number
  /** As it is shown. */
  readonly text: string
  readonly isSigned?: boolean
}

/** A rounded number that gives nine digits: in its title, and to the clipboard on a click. */
export function Exact({ value, text, isSigned = false }: ExactProps) {
  const [copied, setCopied] = useState(false)
  const whole = exact(value)
  const copy = () =>
    navigator.clipboard.writeText(whole.replace('\u2212', '-')).then(
      () => setCopied(true),
      // Nothing is lost: the digits stand in the title.
      () => setCopied(false),
    )
  return (
    <button
      type="button"
      className="exact"
      title={copied ? `${whole} copied` : `${whole}; a click copies it`}
      onClick={copy}
      onBlur={() => setCopied(false)}
    >
      <Signed value={isSigned ? value : Number.NaN} text={text} />
    </button>
  )
}
