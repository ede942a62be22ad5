import { signed } from '../../kit/numbers.ts'

interface EffectArrowsProps {
  readonly predicted: number
  readonly actual: number
  /** Change at the end of either side. */
  readonly limit: number
}

/** Two arrows from zero: what the step was to do, hollow, and what it did, filled. The numbers stand beside them. */
export const EffectArrows = ({ predicted, actual, limit }: EffectArrowsProps) => (
  <span className="arrows">
    <Arrow value={predicted} limit={limit} kind="predicted" />
    <span className="number">{signed(predicted, 3)}</span>
    <Arrow value={actual} limit={limit} kind="actual" />
    <span className="number">
      <b>{signed(actual, 3)}</b>
    </span>
  </span>
)

const middle = 60
const reach = 52

function Arrow({
  value,
  limit,
  kind,
}: {
  readonly value: number
  readonly limit: number
  readonly kind: 'predicted' | 'actual'
}) {
  const tip = middle + (limit > 0 ? (reach * value) / limit : 0)
  const back = tip - 5 * Math.sign(value)
  return (
    <svg
      className="arrow"
      data-kind={kind}
      data-sign={value > 0 ? 'positive' : 'negative'}
      viewBox="0 0 120 10"
      width={120}
      height={10}
      aria-hidden="true"
    >
      <line className="arrow-zero" x1={middle} x2={middle} y1={0} y2={10} />
      {Math.abs(tip - middle) > 0.5 && (
        <>
          <line className="arrow-shaft" x1={middle} x2={back} y1={5} y2={5} />
          <path className="arrow-head" d={`M${back} 1.5L${tip} 5L${back} 8.5Z`} />
        </>
      )}
    </svg>
  )
}
