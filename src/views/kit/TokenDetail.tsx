import type { Batch } from '../../core/batch.ts'
import { signedShort } from './numbers.ts'
import type { Signal } from './signals.ts'
import { tokenNumbers } from './tokenNumbers.ts'
import { tokenText, visible } from './tokens.ts'
import './kit.css'

interface TokenDetailProps {
  readonly batch: Batch
  readonly vocabulary: readonly string[]
  /** 1-based number of the response in its group. */
  readonly response: number
  readonly position: number
  /** Index of the token in the batch. */
  readonly at: number
  readonly signal: Signal
  readonly values: Float32Array
}

/** One line with all numbers of the token under the pointer, or of the selected one. */
export function TokenDetail({ batch, vocabulary, response, position, at, signal, values }: TokenDetailProps) {
  const value = values[at] ?? Number.NaN
  const numbers = tokenNumbers(batch, at)
  const isListed = numbers.some(({ label }) => label === signal.label.toLowerCase())
  return (
    <p className="detail">
      <span>
        response {response}, token {position + 1} <b>{visible(tokenText(vocabulary, batch.token[at]!))}</b>
      </span>
      {batch.mask?.[at] === 0 && (
        <span>{batch.given?.[at] === 1 ? 'given as a hint' : 'written by the world'}, not trained on</span>
      )}
      {!isListed && (
        <span>
          {signal.label.toLowerCase()} <b>{signedShort(value)}</b>
        </span>
      )}
      {numbers.map(({ label, value: text }) => (
        <span key={label}>
          {label} <b>{text}</b>
        </span>
      ))}
    </p>
  )
}
