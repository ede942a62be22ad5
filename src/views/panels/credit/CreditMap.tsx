import { useCallback, useEffect, useState } from 'react'
import type { Batch } from '../../../core/batch.ts'
import { LongStrip } from '../../kit/LongStrip.tsx'
import type { Spot } from '../../kit/locate.ts'
import { longFrom } from '../../kit/overview.ts'
import { TokenDetail } from '../../kit/TokenDetail.tsx'
import type { ColouredTokens } from '../../kit/useColouredTokens.ts'
import { useRovingFocus } from '../../kit/useRovingFocus.ts'
import { VirtualList } from '../../kit/VirtualList.tsx'
import type { PanelProps } from '../../panel.ts'
import { SiblingRow } from './SiblingRow.tsx'

interface CreditMapProps {
  readonly batch: Batch
  readonly place: Spot
  readonly vocabulary: readonly string[]
  readonly coloured: ColouredTokens
  readonly onSelect: PanelProps['onSelect']
}

/** The siblings under each other, and one line with the numbers of the token that is pointed at. */
export function CreditMap({ batch, place, vocabulary, coloured, onSelect }: CreditMapProps) {
  const { group, members, rollout, token } = place
  const [hover, setHover] = useState<{ readonly rollout: number; readonly token: number } | undefined>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new selection takes the detail line back from the pointer.
  useEffect(() => setHover(undefined), [group, rollout, token])
  const container = useRovingFocus(`${group} ${rollout} ${token}`)
  const onToken = useCallback(
    (row: number, position: number) => onSelect({ rollout: row, token: position }),
    [onSelect],
  )
  const onRow = useCallback(
    (row: number) => row >= 0 && row < members.length && onSelect({ rollout: row }),
    [onSelect, members.length],
  )
  const onHover = useCallback(
    (row: number, position: number | undefined) =>
      setHover(position === undefined ? undefined : { rollout: row, token: position }),
    [],
  )
  const limit = Math.max(...members.map(i => Math.abs(batch.advantage?.[i] ?? 0)), 0)
  return (
    <>
      <div className="credit-map" ref={container}>
        <Heads />
        <VirtualList
          count={members.length}
          estimate={28}
          label="Responses"
          current={rollout}
          render={i => (
            <SiblingRow
              {...{ batch, vocabulary, limit, coloured, onToken, onRow, onHover }}
              row={members[i]!}
              rollout={i}
              selected={i === rollout ? token : undefined}
            />
          )}
        />
      </div>
      {place.end - place.start > longFrom && (
        <LongStrip
          {...{ vocabulary }}
          label={`Response ${rollout + 1}`}
          token={batch.token}
          mask={batch.mask}
          start={place.start}
          end={place.end}
          values={coloured.values}
          valueLabel={coloured.signal.label.toLowerCase()}
          domain={coloured.domain}
          selected={token}
          onToken={position => onToken(rollout, position)}
          onRow={change => onRow(rollout + change)}
        />
      )}
      <Detail {...{ batch, place, vocabulary, coloured }} shown={hover ?? place} />
    </>
  )
}

const Heads = () => (
  <div className="credit-row credit-head" aria-hidden="true">
    <span />
    <span />
    <span>reward</span>
    <span>advantage</span>
    <span />
    <span>tokens</span>
    <span>len</span>
  </div>
)

interface DetailProps extends Omit<CreditMapProps, 'onSelect'> {
  readonly shown: { readonly rollout: number; readonly token: number }
}

function Detail({ batch, place, vocabulary, coloured, shown }: DetailProps) {
  const row = place.members[shown.rollout]
  const at = row === undefined ? batch.token.length : batch.tokenStart[row]! + shown.token
  if (row === undefined || at >= batch.tokenStart[row + 1]!) return null
  const { signal, values } = coloured
  return (
    <TokenDetail {...{ batch, vocabulary, at, signal, values }} response={shown.rollout + 1} position={shown.token} />
  )
}
