import type { ParamSpecs, ParamValues } from '../../core/params.ts'
import { ChoiceControl } from '../shell/ChoiceControl.tsx'
import { NumberControl } from '../shell/NumberControl.tsx'

interface KnobsProps {
  /** Before every key, so that the names of fields are unique on the page. */
  readonly name: string
  readonly title?: string
  readonly specs: ParamSpecs
  /** What stands where nothing was changed; by default the declared defaults. */
  readonly base?: ParamValues
  readonly values: ParamValues
  readonly onValues: (values: ParamValues) => void
}

/** Sliders of a picture: it follows while they are dragged. Many, or those of the batch, are folded away at first. */
export function Knobs({ name, title = 'Parameters', specs, base = {}, values, onValues }: KnobsProps) {
  const all = Object.entries(specs)
  if (all.length === 0) return null
  const changed = all.filter(([key]) => key in values).length
  return (
    <details className="figure-knobs" open={title === 'Parameters' && all.length <= 4}>
      <summary>
        {title}
        {changed > 0 && <span className="setup-count">{changed} changed</span>}
      </summary>
      {all.map(([key, spec]) => {
        const normal = base[key] ?? spec.default
        const value = values[key] ?? normal
        const set = (next: number | string) => {
          const { [key]: _, ...rest } = values
          onValues(next === normal ? rest : { ...rest, [key]: next })
        }
        const row = {
          name: key,
          inputId: `${name}-${key}`,
          changedFrom: value === normal ? undefined : normal,
          onReset: () => set(normal),
          disabledBecause: undefined,
        }
        return spec.kind === 'number' ? (
          <NumberControl key={key} {...row} spec={spec} value={Number(value)} onValue={set} onDraft={set} />
        ) : (
          <ChoiceControl key={key} {...row} spec={spec} value={String(value)} onValue={set} />
        )
      })}
    </details>
  )
}
