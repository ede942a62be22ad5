import { memo } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { pushAndMove } from '../../../core/metrics.ts'
import { Signed } from '../../kit/Bar.tsx'
import { Help } from '../../kit/Help.tsx'
import type { Spot } from '../../kit/locate.ts'
import { fixed, signed } from '../../kit/numbers.ts'
import { tokenText, visible } from '../../kit/tokens.ts'

interface UpdateCardProps {
  readonly batch: Batch
  readonly place: Spot
  readonly vocabulary: readonly string[]
}

const total = (values: Float32Array, start: number, end: number): number =>
  values.subarray(start, end).reduce((sum, value) => sum + value, 0)

/** What the update did to the selected token, to its response and to the whole group. */
export const UpdateCard = memo(function UpdateCard(props: UpdateCardProps) {
  const { logp, oldLogp } = props.batch
  const { at } = props.place
  return (
    <section className="card" aria-label="What the update did">
      <h3 className="card-title">What the update did</h3>
      {logp && oldLogp && at !== undefined ? (
        <Changes {...props} logp={logp} oldLogp={oldLogp} at={at} />
      ) : (
        <p className="panel-note">
          {oldLogp
            ? 'Nothing to compare yet: there are no log-probabilities from after an update.'
            : 'Not recorded in this log.'}
        </p>
      )}
    </section>
  )
})

interface ChangesProps extends UpdateCardProps {
  readonly logp: Float32Array
  readonly oldLogp: Float32Array
  readonly at: number
}

function Changes({ batch, place, vocabulary, logp, oldLogp, at }: ChangesProps) {
  const { start, end, members } = place
  const change = logp[at]! - oldLogp[at]!
  const ratio = batch.ratio?.[at] ?? Math.exp(change)
  const response = total(logp, start, end) - total(oldLogp, start, end)
  const pushed = members.map(row => pushAndMove(batch, row)).filter(({ push }) => push !== 0)
  const followed = pushed.filter(({ push, move }) => move === push).length
  return (
    <dl className="facts">
      <dt>
        log π of <span className="mono">{visible(tokenText(vocabulary, batch.token[at]!))}</span>
      </dt>
      <dd className="number">
        {fixed(oldLogp[at]!, 3)} → {fixed(logp[at]!, 3)} <Signed value={change} text={signed(change, 3)} />
      </dd>
      <dt>
        <Help
          name="ratio"
          value={fixed(ratio, 3)}
          formula={`exp(${fixed(logp[at]!, 3)} − ${fixed(oldLogp[at]!, 3)})`}
          note="1 before the first update; beyond the clip a token gives no gradient any more."
        >
          ratio
        </Help>
      </dt>
      <dd className="number">
        {fixed(ratio, 3)}
        {batch.clipped?.[at] === 1 ? ' clipped' : ''}
      </dd>
      <dt>log π of the whole response</dt>
      <dd>
        <Signed value={response} text={signed(response, 3)} />
      </dd>
      <dt>siblings moved as pushed</dt>
      <dd className="number">{pushed.length > 0 ? `${followed} of ${pushed.length}` : 'none was pushed'}</dd>
    </dl>
  )
}
