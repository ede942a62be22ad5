import { cellStyle, hueOf } from './colours.ts'
import { short, signedShort } from './numbers.ts'
import { type Domain, shade } from './scales.ts'
import type { Level } from './signals/signal.ts'
import './kit.css'

interface LegendProps {
  readonly domain: Domain
  readonly label: string
  readonly unit: string
  /** The few values that there are. */
  readonly levels?: readonly Level[] | undefined
}

/** The colour scale with its numbers and signs. */
export function Legend({ domain, label, unit, levels }: LegendProps) {
  if (levels) return <Swatches {...{ domain, levels }} />
  const { kind, centre, limit } = domain
  const suffix = unit ? ` ${unit}` : ''
  if (limit === 0) {
    return (
      <p className="legend">
        {label}: {short(centre)}
        {suffix} everywhere
      </p>
    )
  }
  const about = centre === 0 ? signedShort : short
  const low = kind === 'unsigned' ? '0' : about(centre - limit)
  const high = kind === 'unsigned' ? short(limit) : about(centre + limit)
  return (
    <p className="legend">
      <span className="number">{low}</span>
      <span
        className="legend-ramp"
        data-kind={kind}
        role="img"
        aria-label={`Colour scale from ${low} to ${high}${suffix}`}
      />
      <span className="number">
        {high}
        {suffix}
      </span>
      <span>
        {label}
        {kind === 'signed' && (
          <>
            {' · '}
            <span className="legend-mark" aria-hidden="true" /> underlined:{' '}
            {centre === 0 ? 'negative' : `below ${centre}`}
          </>
        )}
      </span>
    </p>
  )
}

/** A signal of a few values: each with its colour and its words. */
function Swatches({ domain, levels }: { readonly domain: Domain; readonly levels: readonly Level[] }) {
  return (
    <ul className="legend" aria-label="Colours">
      {levels.map(({ value, label }) => {
        const colour = shade({ ...domain, limit: domain.limit || 1 }, value)
        return (
          <li key={value}>
            <span
              className="token legend-swatch"
              data-hue={hueOf(domain, colour)}
              style={colour.weight > 0 ? cellStyle(colour) : undefined}
              aria-hidden="true"
            />{' '}
            {label}
          </li>
        )
      })}
    </ul>
  )
}
