/** Several judges of one response (arXiv 2409.15360). */
import { type Batch, lengths } from '../../core/batch.ts'
import { mean, std } from '../../core/math.ts'
import { type Draw, drawNormal } from '../../core/rng.ts'

export interface Opinions {
  readonly nominal: number
  readonly worst: number
  readonly disagreement: number
}

export const opinionsOf = (heads: readonly number[]): Opinions => ({
  nominal: mean(heads),
  worst: Math.min(...heads),
  disagreement: std(heads, 0),
})

/** Between what the judges say on average and what the sternest says. */
export const robustReward = ({ nominal, worst }: Opinions, nominalWeight: number): number =>
  nominalWeight * nominal + (1 - nominalWeight) * worst

interface Panel {
  readonly judges: number
  readonly fooled: number
  readonly fooledBy: number
  readonly judgeNoise: number
}

/** [judges][n] the recorded parts head0, head1, ...; without them judges made of the verifier, of whom some like length. */
export function headsOf(
  batch: Batch,
  { judges, fooled, fooledBy, judgeNoise }: Panel,
  draw: Draw,
): readonly Float32Array[] {
  const recorded = Object.entries(batch.rewardParts ?? {}).filter(([name]) => /^head\d+$/.test(name))
  if (recorded.length > 0) return recorded.map(([, part]) => part)
  const length = lengths(batch)
  const longest = Math.max(1, ...length)
  return Array.from({ length: judges }, (_, k) =>
    batch.reward.map((r, i) => {
      const liked = k < fooled ? (fooledBy * length[i]!) / longest : 0
      return r + liked + judgeNoise * drawNormal(draw)
    }),
  )
}
