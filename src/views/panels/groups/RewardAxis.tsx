import { memo } from 'react'
import { short } from '../../kit/numbers.ts'

interface RewardAxisProps {
  readonly rewards: readonly number[]
  readonly mean: number
  readonly std: number
  /** Ends of the axis, the same for every group. */
  readonly low: number
  readonly high: number
}

const size = { width: 132, height: 44, left: 7, right: 7, base: 30, radius: 2.5 } as const

/** Rewards as stacked dots on one axis that all groups share; the band is mean ± std, the tall tick the mean. */
export const RewardAxis = memo(function RewardAxis({ rewards, mean, std, low, high }: RewardAxisProps) {
  const span = size.width - size.left - size.right
  const x = (value: number) => size.left + (high > low ? ((value - low) / (high - low)) * span : span / 2)
  const clip = (value: number) => Math.min(size.width, Math.max(0, value))
  const from = clip(x(mean - std))
  const to = clip(x(mean + std))
  return (
    <svg
      className="reward-axis"
      width={size.width}
      height={size.height}
      viewBox={`0 0 ${size.width} ${size.height}`}
      aria-hidden="true"
    >
      {std > 0 && <rect className="reward-band" x={from} y={4} width={to - from} height={size.base - 4} />}
      <line className="reward-base" x1={0} x2={size.width} y1={size.base} y2={size.base} />
      {stacked(rewards.map(x)).map(({ key, cx, level }) => (
        <circle key={key} className="reward-dot" cx={cx} cy={size.base - 4 - level} r={size.radius} />
      ))}
      {!Number.isNaN(mean) && <line className="reward-mean" x1={x(mean)} x2={x(mean)} y1={2} y2={size.base} />}
      <text className="reward-tick" x={1} y={size.height - 2}>
        {short(low)}
      </text>
      <text className="reward-tick" x={size.width - 1} y={size.height - 2} textAnchor="end">
        {short(high)}
      </text>
    </svg>
  )
})

/** Dots that would overlap are put on top of each other, closer together when the pile is high. */
function stacked(positions: readonly number[]): { key: string; cx: number; level: number }[] {
  const piles = new Map<number, number>()
  const bin = (x: number) => Math.round(x / (2 * size.radius))
  for (const x of positions) piles.set(bin(x), (piles.get(bin(x)) ?? 0) + 1)
  const tallest = Math.max(1, ...piles.values())
  const rise = Math.min(2 * size.radius + 0.5, (size.base - 8) / tallest)
  const placed = new Map<number, number>()
  return positions.map(cx => {
    const pile = bin(cx)
    const level = placed.get(pile) ?? 0
    placed.set(pile, level + 1)
    return { key: `${pile} ${level}`, cx, level: level * rise }
  })
}
