import { slotTable } from '../../core/slots.ts'
import { methodOf, yardstick } from '../../methods/index.ts'
import { Tex } from '../kit/Tex.tsx'
import { MethodLink } from './MethodLink.tsx'
import { compareSlots, type Filling } from './slots.ts'

/** What fills each slot, beside what fills it in GRPO; where the two differ, with both formulas. */
export function SlotsTable({ id }: { readonly id: string }) {
  const isYardstick = id === yardstick
  return (
    <table className="slots" data-alone={isYardstick || undefined}>
      <thead>
        <tr>
          <th scope="col">Slot</th>
          {!isYardstick && <th scope="col">{methodOf(yardstick).title}</th>}
          <th scope="col">{methodOf(id).title}</th>
        </tr>
      </thead>
      <tbody>
        {compareSlots(yardstick, id).map(({ slot, left, right, differs }) => (
          <tr key={slot} data-differs={differs || undefined}>
            <th scope="row">
              {slot}
              <small>{slotTable[slot].says}</small>
              {differs && <span className="slots-mark">differs</span>}
            </th>
            {!isYardstick && (
              <td data-side={methodOf(yardstick).title}>
                <Fill filling={left} hasFormula={differs} />
              </td>
            )}
            <td data-side={methodOf(id).title}>
              <Fill filling={right} hasFormula={differs || isYardstick} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const kinds: Readonly<Record<Filling['kind'], string>> = {
  own: 'own',
  borrowed: 'borrowed',
  chosen: 'chosen',
  house: 'house',
  open: '',
}

function Fill({ filling, hasFormula }: { readonly filling: Filling; readonly hasFormula: boolean }) {
  const { kind, formula } = filling
  return (
    <>
      {kinds[kind] && (
        <span className="kind" data-kind={kind}>
          {kinds[kind]}
        </span>
      )}
      <What filling={filling} />
      {hasFormula && formula !== undefined && (
        <div className="slots-formula">
          <Tex tex={formula} />
        </div>
      )}
    </>
  )
}

function What({ filling }: { readonly filling: Filling }) {
  const { kind, owner, choice, slot } = filling
  if (kind === 'open') return <span className="slots-quiet">nothing</span>
  if (kind === 'borrowed' && owner !== undefined) {
    return (
      <span>
        from <MethodLink id={owner} />
      </span>
    )
  }
  if (owner === undefined && choice !== undefined) return <span className="mono">{choice}</span>
  if (kind === 'house') return <span className="slots-quiet">{slotTable[slot].otherwise}</span>
  return <span>its own part</span>
}
