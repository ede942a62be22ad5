import type { TopTokens as Top } from '../../core/snapshot.ts'
import { probability } from './numbers.ts'
import { spoken, tokenText, visible } from './tokens.ts'
import './kit.css'

export interface NextToken {
  readonly id: number
  readonly probability: number
  readonly sampled: boolean
}

/**
 * The likeliest next tokens at token index `at`, likeliest first; the sampled one is always among them, taken from its
 * own log-probability when it is not in the top k.
 */
export function nextTokens(top: Top, at: number, sampled: number, logp: number | undefined): NextToken[] {
  const list: NextToken[] = []
  for (let j = at * top.k; j < (at + 1) * top.k; j++) {
    const id = top.token[j]
    if (id !== undefined && id >= 0) list.push({ id, probability: top.probability[j] ?? 0, sampled: id === sampled })
  }
  if (!list.some(next => next.sampled) && logp !== undefined) {
    list.push({ id: sampled, probability: Math.exp(logp), sampled: true })
  }
  return list
}

interface TopTokensProps {
  readonly tokens: readonly NextToken[]
  readonly vocabulary: readonly string[]
  /** Id of the picked token; with `onPick` every row is a button. */
  readonly picked?: number | undefined
  readonly onPick?: (id: number) => void
}

/** Bars of the next-token distribution, the sampled token framed; what is left over is written below. */
export function TopTokens({ tokens, vocabulary, picked, onPick }: TopTokensProps) {
  const rest = Math.max(0, 1 - tokens.reduce((total, next) => total + next.probability, 0))
  return (
    <div className="top-tokens">
      {tokens.map(next => (
        <Row key={next.id} next={next} text={tokenText(vocabulary, next.id)} picked={picked} onPick={onPick} />
      ))}
      <p className="panel-note">
        framed: sampled{onPick && ' · outlined: picked'}
        {rest >= 0.005 && <> · all other tokens together {probability(rest)}</>}
      </p>
    </div>
  )
}

interface RowProps {
  readonly next: NextToken
  readonly text: string
  readonly picked: number | undefined
  readonly onPick: ((id: number) => void) | undefined
}

function Row({ next, text, picked, onPick }: RowProps) {
  const label = `${spoken(text)}, probability ${probability(next.probability)}${next.sampled ? ', sampled' : ''}`
  const content = (
    <>
      <span className="mono">{visible(text)}</span>
      <span className="top-token-track">
        <span className="top-token-bar" style={{ width: `${(100 * next.probability).toFixed(1)}%` }} />
      </span>
      <span className="number">{probability(next.probability)}</span>
    </>
  )
  const shared = { className: 'top-token', 'data-sampled': next.sampled || undefined }
  if (!onPick) {
    return (
      <div {...shared} role="img" aria-label={label}>
        {content}
      </div>
    )
  }
  return (
    <button
      type="button"
      {...shared}
      aria-label={label}
      aria-pressed={next.id === picked}
      onClick={() => onPick(next.id)}
    >
      {content}
    </button>
  )
}
