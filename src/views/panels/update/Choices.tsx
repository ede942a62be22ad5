interface ChoicesProps {
  readonly label: string
  readonly values: readonly number[]
  readonly chosen: number
  readonly name: (value: number) => string
  readonly onChoose: (value: number) => void
}

/** A few numbers of which one counts. */
export function Choices({ label, values, chosen, name, onChoose }: ChoicesProps) {
  return (
    <fieldset className="update-choices">
      <legend>{label}</legend>
      {values.map(value => (
        <button
          key={value}
          type="button"
          className="button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          {name(value)}
        </button>
      ))}
    </fieldset>
  )
}
