import { useEffect, useMemo, useState } from 'react'
import { nameOf } from '../../../methods/index.ts'
import { announce } from '../../kit/announce.ts'
import { locate } from '../../kit/locate.ts'
import { count } from '../../kit/numbers.ts'
import type { PanelProps } from '../../panel.ts'
import { type Card, cardsOf, type Way } from './cards.ts'
import './diagnosis.css'

/** More would be a list to read, not something to notice. */
const most = 2

/** What to notice: a sentence about the selected response, then what stands out; each opens, and findings can be put away. */
export function DiagnosisPanel(props: PanelProps) {
  const { snapshot, selection, series, method, params, world, dismissed = [] } = props
  const [showsAll, setShowsAll] = useState(false)
  const place = useMemo(() => locate(snapshot.batch, selection), [snapshot.batch, selection])
  const cards = useMemo(
    () =>
      cardsOf({
        snapshot,
        series: series ?? [],
        place,
        vocabulary: world.vocabulary,
        methodTitle: nameOf(method),
        params,
      }),
    [snapshot, series, place, world, method, params],
  )
  const kept = cards.filter(({ id }) => !dismissed.includes(id))
  const shown = showsAll ? kept : kept.slice(0, most)
  const news = kept.find(isNews)?.title
  useEffect(() => {
    if (news) announce(news)
  }, [news])
  const [more, hidden] = [kept.length - shown.length, cards.length - kept.length]
  return (
    <section className="panel diagnosis" aria-label="What to notice">
      {shown.map(card => (
        <Finding key={card.id} card={card} {...props} />
      ))}
      {(more > 0 || (showsAll && kept.length > most)) && (
        <button type="button" className="finding-more" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Fewer' : `${more} more`}
        </button>
      )}
      {hidden > 0 && <p className="panel-note">{count(hidden, 'finding')} put away.</p>}
    </section>
  )
}

/** Worth interrupting a reader who cannot see the card. */
const isNews = ({ id, kind }: Card): boolean => id === 'ended' || kind === 'warning'

function Finding({ card, onDismiss, ...props }: PanelProps & { readonly card: Card }) {
  const { id, kind, title, text, ways = [] } = card
  return (
    <article className="finding" data-kind={kind} data-of={id === 'selected' ? 'selection' : 'batch'}>
      <details>
        <summary>{title}</summary>
        <p>{text}</p>
        {onDismiss && id !== 'selected' && (
          <button type="button" className="button button-small" onClick={() => onDismiss(id)}>
            Put away<span className="visually-hidden">: {title}</span>
          </button>
        )}
      </details>
      {ways.length > 0 && (
        <p className="finding-ways">
          {ways.map(way => (
            <WayOn key={way} way={way} {...props} />
          ))}
        </p>
      )}
    </article>
  )
}

const words: Readonly<Record<Way, string>> = { goOn: 'Go on, twice as long', harder: 'Harder level' }

/** A way on that the page can take; nothing where it cannot, as at the hardest level. */
function WayOn({ way, onGoOn, onHarder }: Pick<PanelProps, 'onGoOn' | 'onHarder'> & { readonly way: Way }) {
  const take = way === 'goOn' ? onGoOn : onHarder
  return (
    take && (
      <button type="button" className="button button-small" onClick={take}>
        {words[way]}
      </button>
    )
  )
}
