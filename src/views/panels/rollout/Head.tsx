import type { ReactNode } from 'react'
import { fixed, signed } from '../../kit/numbers.ts'
import { VerdictMark, verdictOf } from '../../kit/verdict.tsx'
import type { SpotProps } from './spot-props.ts'

/** The problem, which sibling is shown, and what the verifier said of it. */
export function Head({ snapshot, place, onSelect }: SpotProps) {
  const { batch, problems, notes } = snapshot
  const { row, rollout, members, group } = place
  const advantage = batch.advantage?.[row]
  return (
    <div className="rollout-head">
      <h2 className="mono">{problems[group]?.text ?? `Group ${group + 1}`}</h2>
      <span className="rollout-siblings">
        <Arrow label="Previous sibling" disabled={rollout === 0} onClick={() => onSelect({ rollout: rollout - 1 })}>
          ‹
        </Arrow>
        response {rollout + 1} of {members.length}
        <Arrow
          label="Next sibling"
          disabled={rollout === members.length - 1}
          onClick={() => onSelect({ rollout: rollout + 1 })}
        >
          ›
        </Arrow>
      </span>
      <span className="chip">
        <VerdictMark verdict={verdictOf(batch, row)} /> reward <b>{fixed(batch.reward[row]!)}</b>
      </span>
      {advantage !== undefined && (
        <span className="chip">
          advantage <b>{signed(advantage)}</b>
        </span>
      )}
      <p className="rollout-note">{notes[row]}</p>
    </div>
  )
}

interface ArrowProps {
  readonly label: string
  readonly disabled: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

export const Arrow = ({ label, disabled, onClick, children }: ArrowProps) => (
  <button type="button" className="button" disabled={disabled} aria-label={label} onClick={onClick}>
    {children}
  </button>
)
