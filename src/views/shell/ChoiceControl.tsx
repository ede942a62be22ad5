import type { ChoiceParam } from '../../core/params.ts'
import { ControlRow, type RowProps } from './ControlRow.tsx'

interface ChoiceControlProps extends Omit<RowProps, 'children' | 'spec'> {
  readonly spec: ChoiceParam
  readonly value: string
  readonly onValue: (value: string) => void
}

/** One of a few named options; what each means stands beside it in the list. */
export function ChoiceControl({ spec, value, onValue, ...row }: ChoiceControlProps) {
  return (
    <ControlRow {...row} spec={spec}>
      <select
        id={row.inputId}
        className="control-box choice"
        value={value}
        disabled={row.disabledBecause !== undefined}
        onChange={event => onValue(event.target.value)}
      >
        {spec.options.map(option => (
          <option key={option} value={option} title={spec.meaning?.[option]}>
            {option}
          </option>
        ))}
      </select>
    </ControlRow>
  )
}
