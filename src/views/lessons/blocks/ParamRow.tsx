import type { ParamSpec, ParamValue } from '../../../core/params.ts'
import { ChoiceControl } from '../../shell/ChoiceControl.tsx'
import { NumberControl } from '../../shell/NumberControl.tsx'

interface ParamRowProps {
  readonly id: string
  readonly name: string
  readonly spec: ParamSpec
  readonly value: ParamValue
  readonly onValue: (value: ParamValue) => void
}

/** One setting, as the setup has it. */
export function ParamRow({ id, name, spec, value, onValue }: ParamRowProps) {
  const row = { name, inputId: id, changedFrom: undefined, onReset: () => {}, disabledBecause: undefined }
  return spec.kind === 'number' ? (
    <NumberControl {...row} spec={spec} value={Number(value)} onValue={onValue} />
  ) : (
    <ChoiceControl {...row} spec={spec} value={String(value)} onValue={onValue} />
  )
}
