import type { Batch, Explain } from '../../core/batch.ts'
import { explainSignals, lacking, type Signal, signalFamilies, signals } from './signals.ts'
import './kit.css'

interface SignalSelectProps {
  readonly batch: Batch
  readonly explain: Explain
  /** The signal that is drawn. */
  readonly drawn: Signal
  readonly onSignal: (id: string) => void
}

/** Chooses what tokens are coloured by; signals that this batch cannot give stay listed, with the reason. */
export function SignalSelect({ batch, explain, drawn, onSignal }: SignalSelectProps) {
  const known = [...signals, ...explainSignals(explain)].filter(
    signal => !signal.rare || lacking(signal, batch).length === 0,
  )
  return (
    <label className="field">
      Colour by
      <select className="select" value={drawn.id} onChange={event => onSignal(event.target.value)}>
        {signalFamilies.map(family => {
          const members = known.filter(signal => signal.family === family)
          return (
            members.length > 0 && (
              <optgroup key={family} label={family}>
                {members.map(signal => (
                  <Option key={signal.id} signal={signal} missing={lacking(signal, batch)} />
                ))}
              </optgroup>
            )
          )
        })}
      </select>
    </label>
  )
}

function Option({ signal, missing }: { readonly signal: Signal; readonly missing: readonly string[] }) {
  return (
    <option value={signal.id} disabled={missing.length > 0}>
      {missing.length > 0 ? `${signal.label} (needs ${missing.join(', ')})` : signal.label}
    </option>
  )
}
