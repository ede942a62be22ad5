import type { Spot } from '../../kit/locate.ts'
import { percent } from '../../kit/numbers.ts'
import { tokenText, visible } from '../../kit/tokens.ts'
import type { PanelProps } from '../../panel.ts'

/** What the policy would write first: the likeliest tokens at the beginning of the response. */
export function FirstTokens({
  snapshot,
  world,
  place,
}: Pick<PanelProps, 'snapshot' | 'world'> & { readonly place: Spot }) {
  const { top } = snapshot
  if (!top || top.k === 0 || place.end === place.start) {
    return <p className="panel-note">The likeliest first tokens were not recorded for this iteration.</p>
  }
  const from = place.start * top.k
  const likeliest = Array.from({ length: top.k }, (_, i) => ({
    token: top.token[from + i]!,
    probability: top.probability[from + i]!,
  })).filter(({ token }) => token >= 0)
  return (
    <ol className="update-first" aria-label="Likeliest first tokens">
      {likeliest.map(({ token, probability }) => (
        <li key={token}>
          <span className="token">{visible(tokenText(world.vocabulary, token))}</span>
          <span className="update-first-bar" aria-hidden="true">
            <i style={{ width: `${100 * probability}%` }} />
          </span>
          <span className="number">{percent(probability, 1)}</span>
        </li>
      ))}
    </ol>
  )
}
