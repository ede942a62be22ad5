import { useCallback, useMemo } from 'react'
import { DataTable } from '../../kit/DataTable.tsx'
import { Help } from '../../kit/Help.tsx'
import { locate, type Spot } from '../../kit/locate.ts'
import { NoResponses } from '../../kit/NoResponses.tsx'
import { signedShort } from '../../kit/numbers.ts'
import { SignalSelect } from '../../kit/SignalSelect.tsx'
import { tokenText, visible } from '../../kit/tokens.ts'
import { type ColouredTokens, useColouredTokens } from '../../kit/useColouredTokens.ts'
import type { PanelProps } from '../../panel.ts'
import { ByPlace } from './ByPlace.tsx'
import { CreditFoot } from './CreditFoot.tsx'
import { CreditMap } from './CreditMap.tsx'
import { GroupChooser } from './GroupChooser.tsx'
import { groupFacts } from './group-facts.ts'
import { NextTokenCard } from './NextTokenCard.tsx'
import { Ranking } from './Ranking.tsx'
import { UpdateCard } from './UpdateCard.tsx'
import './credit.css'

/** All siblings of one problem, their tokens coloured by a signal. */
export function CreditPanel(props: PanelProps) {
  const { snapshot, selection } = props
  const place = useMemo(() => locate(snapshot.batch, selection), [snapshot.batch, selection])
  if (!place) return <NoResponses recipe={props.recipe} />
  return <Placed {...props} place={place} />
}

function Placed(props: PanelProps & { readonly place: Spot }) {
  const { snapshot, place, world, onSelect } = props
  const { batch, problems } = snapshot
  const { vocabulary } = world
  const coloured = useColouredTokens(props, place)
  const onGroup = useCallback((group: number) => onSelect({ group }), [onSelect])
  return (
    <section className="panel credit" aria-label="Credit map">
      <GroupChooser batch={batch} problems={problems} selected={place.group} onGroup={onGroup} />
      <Head {...props} coloured={coloured} />
      <CreditMap batch={batch} place={place} vocabulary={vocabulary} coloured={coloured} onSelect={onSelect} />
      <CreditFoot coloured={coloured} responses={place.members.length} />
      <ByPlace batch={batch} vocabulary={vocabulary} signal={coloured.signal} values={coloured.values} />
      {batch.exactAdvantage && (
        <Ranking snapshot={snapshot} method={props.method.method.id} group={place.group} onGroup={onGroup} />
      )}
      <div className="credit-cards">
        <NextTokenCard snapshot={snapshot} place={place} vocabulary={vocabulary} />
        <UpdateCard batch={batch} place={place} vocabulary={vocabulary} />
      </div>
      <DataTable
        label={`${coloured.signal.label.toLowerCase()} of every token`}
        head={['response', 'position', 'token', coloured.signal.label]}
        rows={() => tableRows(batch, place.members, vocabulary, coloured.values)}
      />
    </section>
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
  readonly place: Spot
  readonly coloured: ColouredTokens
}

function Head({ snapshot, method, params, place, coloured, onSignal }: HeadProps) {
  const { batch, explain, problems } = snapshot
  return (
    <div className="credit-title">
      <h2 className="mono">{problems[place.group]?.text ?? `Group ${place.group + 1}`}</h2>
      {groupFacts(snapshot, place, method.specs, params).map(({ label, value, note, formula }) => (
        <Help key={label} name={label} value={value} note={note} {...(formula !== undefined && { formula })}>
          <span className="chip">
            {label} <b>{value}</b>
          </span>
        </Help>
      ))}
      <span className="credit-signal">
        <SignalSelect batch={batch} explain={explain} drawn={coloured.signal} onSignal={onSignal} />
      </span>
    </div>
  )
}
