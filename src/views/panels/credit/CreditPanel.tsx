import { useCallback, useMemo, useState } from 'react'
import { DataTable } from '../../kit/DataTable.tsx'
import { Help } from '../../kit/Help.tsx'
import { Legend } from '../../kit/Legend.tsx'
import { locate, type Place } from '../../kit/locate.ts'
import { percent, signed, signedShort } from '../../kit/numbers.ts'
import { SignalSelect } from '../../kit/SignalSelect.tsx'
import { TokenDetail } from '../../kit/TokenDetail.tsx'
import { tokenText, visible } from '../../kit/tokens.ts'
import { type ColouredTokens, useColouredTokens } from '../../kit/useColouredTokens.ts'
import { useRovingFocus } from '../../kit/useRovingFocus.ts'
import { VirtualList } from '../../kit/VirtualList.tsx'
import type { PanelProps } from '../../panel.ts'
import { groupFacts } from './facts.ts'
import { GroupChooser } from './GroupChooser.tsx'
import { NextTokenCard } from './NextTokenCard.tsx'
import { SiblingRow } from './SiblingRow.tsx'
import { UpdateCard } from './UpdateCard.tsx'
import './credit.css'

/** All siblings of one problem, their tokens coloured by a signal. */
export function CreditPanel(props: PanelProps) {
  const { snapshot, selection, onSelect } = props
  const place = useMemo(() => locate(snapshot.batch, selection), [snapshot.batch, selection])
  const onGroup = useCallback((group: number) => onSelect({ group, rollout: 0, token: 0 }), [onSelect])
  if (!place) return <p className="panel-empty">No responses yet. Press Play, or run one iteration.</p>
  return (
    <section className="panel credit" aria-label="Credit map">
      <GroupChooser batch={snapshot.batch} problems={snapshot.problems} selected={place.group} onGroup={onGroup} />
      <CreditMap {...props} place={place} />
      <div className="credit-cards">
        <NextTokenCard snapshot={snapshot} place={place} vocabulary={props.task.vocabulary} />
        <UpdateCard batch={snapshot.batch} place={place} vocabulary={props.task.vocabulary} />
      </div>
    </section>
  )
}

function CreditMap(props: PanelProps & { readonly place: Place }) {
  const { snapshot, task, onSelect, onSignal, place } = props
  const { batch, explain } = snapshot
  const { vocabulary } = task
  const coloured = useColouredTokens(props, place)
  const [hover, setHover] = useState<{ readonly rollout: number; readonly token: number } | undefined>(undefined)
  const { members } = place
  const container = useRovingFocus(`${place.group} ${place.rollout} ${place.token}`)
  const onToken = useCallback((rollout: number, token: number) => onSelect({ rollout, token }), [onSelect])
  const onRow = useCallback(
    (rollout: number) => rollout >= 0 && rollout < members.length && onSelect({ rollout }),
    [onSelect, members.length],
  )
  const onHover = useCallback(
    (rollout: number, token: number | undefined) => setHover(token === undefined ? undefined : { rollout, token }),
    [],
  )
  const limit = Math.max(...members.map(i => Math.abs(batch.advantage?.[i] ?? 0)), 0)
  const shown = hover && hover.rollout < members.length ? hover : place
  const at = batch.tokenStart[members[shown.rollout]!]! + shown.token
  return (
    <>
      <Head {...props} coloured={coloured} onSignal={onSignal} explain={explain} />
      <div className="credit-map" ref={container}>
        <div className="credit-row credit-head" aria-hidden="true">
          <span />
          <span />
          <span>reward</span>
          <span>advantage</span>
          <span />
          <span>tokens</span>
          <span>len</span>
        </div>
        <VirtualList
          count={members.length}
          estimate={32}
          label="Responses"
          render={i => (
            <SiblingRow
              {...{ batch, vocabulary, limit, coloured, onToken, onRow, onHover }}
              row={members[i]!}
              rollout={i}
              selected={i === place.rollout ? place.token : undefined}
            />
          )}
        />
      </div>
      {at < batch.token.length && (
        <TokenDetail
          {...{ batch, vocabulary, at }}
          response={shown.rollout + 1}
          position={shown.token}
          signal={coloured.signal}
          values={coloured.values}
        />
      )}
      <Foot coloured={coloured} responses={members.length} />
      <DataTable
        label={`${coloured.signal.label.toLowerCase()} of every token`}
        head={['response', 'position', 'token', coloured.signal.label]}
        rows={() => tableRows(batch, members, vocabulary, coloured.values)}
      />
    </>
  )
}

const tableRows = (
  batch: PanelProps['snapshot']['batch'],
  members: readonly number[],
  vocabulary: readonly string[],
  values: Float32Array,
): string[][] =>
  members.flatMap((row, i) =>
    Array.from(batch.token.subarray(batch.tokenStart[row], batch.tokenStart[row + 1]), (id, position) => [
      `${i + 1}`,
      `${position + 1}`,
      visible(tokenText(vocabulary, id)),
      signedShort(values[batch.tokenStart[row]! + position] ?? Number.NaN),
    ]),
  )

interface HeadProps extends Pick<PanelProps, 'snapshot' | 'method' | 'params' | 'onSignal'> {
  readonly place: Place
  readonly coloured: ColouredTokens
  readonly explain: PanelProps['snapshot']['explain']
}

function Head({ snapshot, method, params, place, coloured, onSignal, explain }: HeadProps) {
  return (
    <div className="credit-title">
      <h2 className="mono">{snapshot.problems[place.group]?.text ?? `Group ${place.group + 1}`}</h2>
      {groupFacts(snapshot, place, method.specs, params).map(({ label, value, note }) => (
        <Help key={label} name={label} value={value} note={note}>
          <span className="chip">
            {label} <b>{value}</b>
          </span>
        </Help>
      ))}
      <span className="credit-signal">
        <SignalSelect batch={snapshot.batch} explain={explain} drawn={coloured.signal} onSignal={onSignal} />
      </span>
    </div>
  )
}

function Foot({ coloured, responses }: { readonly coloured: ColouredTokens; readonly responses: number }) {
  const { signal, domain, truth } = coloured
  return (
    <div className="credit-foot">
      <Legend
        domain={domain}
        label={`one scale for ${responses === 1 ? 'this response' : `all ${responses} siblings`}`}
        unit={signal.unit}
      />
      <p className="panel-note">
        <strong>{signal.label}</strong>: {signal.formula}. {signal.note}
      </p>
      {truth && (
        <p className="panel-note">
          Against the exact advantage:{' '}
          {Number.isNaN(truth.correlation) ? (
            'no correlation, one of the two is constant'
          ) : (
            <>
              correlation <strong className="number">{signed(truth.correlation)}</strong>
            </>
          )}
          {!Number.isNaN(truth.signs) && (
            <>
              , same sign on <strong className="number">{percent(truth.signs)}</strong> of the tokens that matter
            </>
          )}
          .
        </p>
      )}
    </div>
  )
}
