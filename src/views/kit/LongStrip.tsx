import { useMemo, useState } from 'react'
import { Overview } from './Overview.tsx'
import { found, windowAround, windowSize } from './overview.ts'
import { TokenStrip, type TokenStripProps } from './TokenStrip.tsx'
import { tokenText } from './tokens.ts'
import './kit.css'

/** A long response: bars of the whole, a window of its tokens around the selected one, and a search in its text. */
export function LongStrip(props: TokenStripProps & { readonly selected: number }) {
  const { vocabulary, token, start, end, selected, onToken, values, domain, label } = props
  const size = end - start
  const { from, to } = windowAround(selected, size)
  return (
    <div className="long">
      <Overview {...{ values, start, end, domain, selected, onToken }} label={`${label}, whole`} />
      <div className="long-bar">
        <button
          type="button"
          className="button button-small"
          disabled={from === 0}
          onClick={() => onToken(from - windowSize)}
        >
          ‹ earlier
        </button>
        <span className="number">
          tokens {from + 1} to {to} of {size}
        </span>
        <button type="button" className="button button-small" disabled={to === size} onClick={() => onToken(to)}>
          later ›
        </button>
        <Search {...{ vocabulary, token, start, end, selected, onToken }} />
      </div>
      <TokenStrip {...props} window={{ from, to }} />
    </div>
  )
}

type SearchProps = Pick<TokenStripProps, 'vocabulary' | 'token' | 'start' | 'end' | 'onToken'> & {
  readonly selected: number
}

function Search({ vocabulary, token, start, end, selected, onToken }: SearchProps) {
  const [wanted, setWanted] = useState('')
  const hits = useMemo(
    () =>
      found(
        Array.from(token.subarray(start, end), id => tokenText(vocabulary, id)),
        wanted,
      ),
    [vocabulary, token, start, end, wanted],
  )
  const next = hits.find(position => position > selected) ?? hits[0]
  const say =
    wanted === '' ? '' : hits.length === 0 ? 'not found' : `${1 + hits.indexOf(selected) || 'one'} of ${hits.length}`
  return (
    <form
      className="long-search"
      onSubmit={event => {
        event.preventDefault()
        if (next !== undefined) onToken(next)
      }}
    >
      <label className="field">
        Find
        <input type="search" className="select" value={wanted} onChange={event => setWanted(event.target.value)} />
      </label>
      <button type="submit" className="button button-small" disabled={next === undefined}>
        Next
      </button>
      <span className="number" role="status">
        {say}
      </span>
    </form>
  )
}
