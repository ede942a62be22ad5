import { memo } from 'react'
import { type Batch, tokenCount } from '../../../core/batch.ts'
import { Bar, Signed } from '../../kit/Bar.tsx'
import { fixed, signed } from '../../kit/numbers.ts'
import { Overview } from '../../kit/Overview.tsx'
import { longFrom } from '../../kit/overview.ts'
import { TokenStrip } from '../../kit/TokenStrip.tsx'
import type { ColouredTokens } from '../../kit/useColouredTokens.ts'
import { VerdictMark, verdictOf } from '../../kit/verdict.tsx'

interface SiblingRowProps {
  readonly batch: Batch
  readonly vocabulary: readonly string[]
  readonly row: number
  /** Index within the group. */
  readonly rollout: number
  readonly limit: number
  readonly coloured: ColouredTokens
  /** Selected position, or undefined when another sibling is selected. */
  readonly selected: number | undefined
  readonly onToken: (rollout: number, token: number) => void
  readonly onHover: (rollout: number, token: number | undefined) => void
  readonly onRow: (rollout: number) => void
}

/** One sibling: verdict, reward, advantage, its coloured tokens. */
export const SiblingRow = memo(function SiblingRow(props: SiblingRowProps) {
  const { batch, vocabulary, row, rollout, limit, coloured, selected, onToken, onHover, onRow } = props
  const advantage = batch.advantage?.[row] ?? Number.NaN
  const verdict = verdictOf(batch, row)
  const [start, end] = [batch.tokenStart[row]!, batch.tokenStart[row + 1]!]
  const size = tokenCount(batch, row)
  const { domain } = coloured
  const label = `Response ${rollout + 1}, ${verdict}, reward ${fixed(batch.reward[row]!)}, advantage ${signed(advantage)}`
  const isTruncated = batch.truncated?.[row] === 1
  return (
    <div className="credit-row" data-selected={selected !== undefined || undefined}>
      <span className="number credit-muted">{rollout + 1}</span>
      <VerdictMark verdict={verdict} />
      <span className="number">{fixed(batch.reward[row]!)}</span>
      <Bar value={advantage} limit={limit} />
      <Signed value={advantage} text={signed(advantage)} />
      {size > longFrom ? (
        <Overview
          {...{ label, start, end, selected, domain }}
          values={coloured.values}
          onToken={token => onToken(rollout, token)}
          onRow={change => onRow(rollout + change)}
        />
      ) : (
        <TokenStrip
          {...{ label, vocabulary, start, end, selected, domain }}
          token={batch.token}
          mask={batch.mask}
          values={coloured.values}
          valueLabel={coloured.signal.label.toLowerCase()}
          onToken={token => onToken(rollout, token)}
          onRow={change => onRow(rollout + change)}
          onHover={token => onHover(rollout, token)}
        />
      )}
      <span className="number credit-muted" title={isTruncated ? 'stopped by the length limit' : undefined}>
        {size}
        {isTruncated && <span aria-hidden="true">+</span>}
      </span>
    </div>
  )
})
