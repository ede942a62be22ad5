import { memo } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { Exact } from '../../kit/Exact.tsx'
import { Help } from '../../kit/Help.tsx'
import type { Spot } from '../../kit/locate.ts'
import { tokenText, visible } from '../../kit/tokens.ts'
import { updateFacts } from './update-facts.ts'

interface UpdateCardProps {
  readonly batch: Batch
  readonly place: Spot
  readonly vocabulary: readonly string[]
}

/** What the update did to the selected token, to its response and to the whole group. */
export const UpdateCard = memo(function UpdateCard({ batch, place, vocabulary }: UpdateCardProps) {
  const facts = updateFacts(batch, place)
  const text = place.at === undefined ? '' : visible(tokenText(vocabulary, batch.token[place.at]!))
  return (
    <section className="card" aria-label="What the update did">
      <h3 className="card-title">
        What the update did to <span className="mono">{text}</span>
      </h3>
      {facts ? (
        <dl className="facts">
          {facts.map(({ label, value, exact, isSigned, formula, note }) => (
            <div key={label} className="fact">
              <dt>
                <Help name={label} value={value} {...(formula !== undefined && { formula })} note={note}>
                  {label}
                </Help>
              </dt>
              <dd>
                {exact === undefined ? (
                  <span className="number">{value}</span>
                ) : (
                  <Exact value={exact} text={value} {...(isSigned && { isSigned })} />
                )}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="panel-note">
          {batch.oldLogp
            ? 'Nothing to compare yet: there are no log-probabilities from after an update.'
            : 'Not recorded in this log.'}
        </p>
      )}
    </section>
  )
})
