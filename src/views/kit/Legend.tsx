import { short, signedShort } from './numbers.ts'
import type { Domain } from './scales.ts'
import './kit.css'

interface LegendProps {
  readonly domain: Domain
  readonly label: string
  readonly unit: string
}

/** The colour scale with its numbers and signs. */
export function Legend({ domain, label, unit }: LegendProps) {
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
