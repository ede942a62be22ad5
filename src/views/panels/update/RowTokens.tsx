import { TokenStrip } from '../../kit/TokenStrip.tsx'
import type { PanelProps } from '../../panel.ts'
import { type SiblingRow, sharedTokens, siblingNames } from './siblings.ts'
import type { Tint } from './tint.ts'

interface RowTokensProps extends Pick<PanelProps, 'snapshot' | 'world'> {
  readonly row: SiblingRow
  /** The row whose beginning is not repeated in full strength. */
  readonly above: SiblingRow | undefined
  readonly tint: Tint
  readonly selected: number | undefined
  readonly onToken: (token: number) => void
  readonly onRow: (by: -1 | 1) => void
}

/** A response as tokens in the colours of the scene. */
export function RowTokens({ snapshot, world, row, above, tint, selected, onToken, onRow }: RowTokensProps) {
  const { batch } = snapshot
  return (
    <TokenStrip
      label={`Response ${siblingNames(row)}`}
      vocabulary={world.vocabulary}
      token={batch.token}
      mask={batch.mask}
      start={row.start}
      end={row.end}
      values={tint.values}
      valueLabel={tint.label}
      domain={tint.domain}
      selected={selected}
      onToken={onToken}
      onRow={onRow}
      {...(above && { said: sharedTokens(batch, row, above) })}
    />
  )
}
