import { type ReactNode, useState } from 'react'
import { type Awkward, awkwardGroups, awkwardNames } from '../../../core/awkward.ts'
import { maskOf, tokenCount } from '../../../core/batch.ts'
import type { Bench } from './BenchPanel.tsx'

interface ChangeProps {
  readonly bench: Bench
  readonly onToken: (token: number) => void
}

/** What if? Changes to the selected response, and groups on which methods part. */
export function Change({ bench, onToken }: ChangeProps) {
  const { batch, place, editing } = bench
  const { row, token, at } = place
  const isOn = at === undefined || maskOf(batch)[at] !== 0
  const { edit } = editing
  const name = `Response ${place.rollout + 1}`
  return (
    <div className="bench-change">
      <fieldset>
        <legend>{name}</legend>
        <Amount
          label="reward"
          value={batch.reward[row]!}
          step="any"
          onAmount={value => edit({ kind: 'reward', row, value })}
        />
        <Amount
          label="tokens"
          value={tokenCount(batch, row)}
          step={1}
          min={1}
          onAmount={length => edit({ kind: 'length', row, length })}
        />
        <Act onAct={() => edit({ kind: 'duplicate', row })}>Duplicate</Act>
        <Act isOff={place.members.length < 2} onAct={() => edit({ kind: 'remove', row })}>
          Remove
        </Act>
      </fieldset>
      <fieldset>
        <legend>Its token</legend>
        <Amount
          label="number"
          value={token + 1}
          step={1}
          min={1}
          max={place.end - place.start}
          onAmount={value => onToken(value - 1)}
        />
        <label className="bench-check">
          <input
            type="checkbox"
            checked={isOn}
            disabled={at === undefined}
            onChange={event => edit({ kind: 'mask', row, token, isOn: event.target.checked })}
          />
          written by the policy
        </label>
        <Act isOff={at === undefined || token === 0} onAct={() => edit({ kind: 'turn', row, token })}>
          New turn here
        </Act>
      </fieldset>
      <AwkwardGroup bench={bench} />
    </div>
  )
}

const isAwkward = (word: string): word is Awkward => Object.hasOwn(awkwardGroups, word)

function AwkwardGroup({ bench: { editing, place } }: { readonly bench: Bench }) {
  const [seed, setSeed] = useState(1)
  const make = (word: string) => {
    if (!isAwkward(word)) return
    editing.edit({ kind: 'awkward', group: place.group, which: word, seed })
    setSeed(seed + 1)
  }
  return (
    <fieldset>
      <legend>The group</legend>
      <select
        className="select"
        aria-label="Make the group an awkward one"
        value=""
        onChange={event => make(event.target.value)}
      >
        <option value="">Make it awkward …</option>
        {awkwardNames.map(which => (
          <option key={which} value={which}>
            {awkwardGroups[which]}
          </option>
        ))}
      </select>
    </fieldset>
  )
}

interface AmountProps {
  readonly label: string
  readonly value: number
  readonly step: number | 'any'
  readonly min?: number
  readonly max?: number
  readonly onAmount: (value: number) => void
}

/** A number to be typed; what is no number changes nothing. */
function Amount({ label, value, step, min, max, onAmount }: AmountProps) {
  const [typed, setTyped] = useState<string | undefined>(undefined)
  const take = (text: string) => {
    setTyped(text)
    const number = Number(text)
    const isLegal = text.trim() !== '' && Number.isFinite(number) && number >= (min ?? -1e9) && number <= (max ?? 1e9)
    if (isLegal) onAmount(number)
  }
  return (
    <label className="bench-amount">
      {label}
      <input
        type="number"
        className="number"
        value={typed ?? (Number.isNaN(value) ? '' : String(Number(value.toPrecision(7))))}
        {...{ step, min, max }}
        onChange={event => take(event.target.value)}
        onBlur={() => setTyped(undefined)}
      />
    </label>
  )
}

const Act = ({ isOff = false, onAct, children }: { isOff?: boolean; onAct: () => void; children: ReactNode }) => (
  <button type="button" className="button button-small" disabled={isOff} onClick={onAct}>
    {children}
  </button>
)
