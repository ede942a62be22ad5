import { useMemo } from 'react'
import { nameOf } from '../../../methods/index.ts'
import { locate } from '../../kit/locate.ts'
import { count } from '../../kit/numbers.ts'
import type { PanelProps } from '../../panel.ts'
import { type Card, cardsOf } from './cards.ts'
import './diagnosis.css'

/** What stands out in this iteration, each finding with its evidence; every card can be put away. */
export function DiagnosisPanel(props: PanelProps) {
  const { snapshot, selection, series, method, params, world, dismissed = [], onDismiss } = props
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
  const shown = cards.filter(({ id }) => !dismissed.includes(id))
  const hidden = cards.length - shown.length
  return (
    <section className="panel diagnosis" aria-label="What stands out">
      {shown.map(card => (
        <Finding key={card.id} card={card} onDismiss={onDismiss} />
      ))}
      {shown.length === 0 && (
        <p className="panel-note">
          {hidden > 0 ? `${count(hidden, 'finding')} put away.` : 'Nothing stands out in this iteration.'}
        </p>
      )}
    </section>
  )
}

function Finding({ card, onDismiss }: { readonly card: Card; readonly onDismiss: PanelProps['onDismiss'] }) {
  return (
    <article className="card finding" data-kind={card.kind}>
      <p>
        <strong>{card.title}</strong> {card.text}
      </p>
      {onDismiss && (
        <button
          type="button"
          className="finding-close"
          aria-label={`Put away: ${card.title}`}
          onClick={() => onDismiss(card.id)}
        >
          ×
        </button>
      )}
    </article>
  )
}
