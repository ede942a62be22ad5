import { signedShort } from '../../kit/numbers.ts'
import { ticks } from '../../kit/scales.ts'

/** The names of the columns, once for all groups; the axis of advantages with its numbers. Twice where groups stand in two columns. */
export function Heads({ limit }: { readonly limit: number }) {
  return (
    <div className="groups-heads" aria-hidden="true">
      <Head limit={limit} />
      <Head limit={limit} />
    </div>
  )
}

const Head = ({ limit }: { readonly limit: number }) => (
  <div className="groups-grid groups-head">
    <span>#</span>
    <span />
    <span className="head-right">reward</span>
    <span className="head-right">advantage</span>
    <span className="head-axis">
      {(limit > 0 ? ticks(-limit, limit, 5) : []).map(tick => (
        <i key={tick} style={{ left: `${50 + (50 * tick) / limit}%` }}>
          {signedShort(Number(tick.toPrecision(6)))}
        </i>
      ))}
    </span>
    <span className="head-words">response</span>
    <span className="head-words">in words</span>
    <span className="head-right">tokens</span>
  </div>
)
