import { lengths } from '../../core/batch.ts'
import type { LogBatch } from '../../core/log.ts'
import { defineCheck } from '../finding.ts'
import { momentsOf } from '../rules/expected.ts'
import { observe } from '../rules/observed.ts'
import { digits } from '../words.ts'

/** Counts agree when they differ by less than this share. */
const near = 0.02

/** Sum over the generated tokens of each rollout's distance from its group's mean, and their number. */
function tokensOf({ batch }: LogBatch): { readonly total: number; readonly count: number } {
  const { group } = momentsOf(observe(batch))
  const length = lengths(batch)
  let [total, count] = [0, 0]
  for (let i = 0; i < batch.rollouts; i++) {
    if (!Number.isFinite(batch.reward[i]!)) continue
    total += length[i]! * (batch.reward[i]! - group[i]!.centre)
    count += length[i]!
  }
  return { total, count }
}

/**
 * Whitening takes away the mean over tokens. A mean over more tokens than were generated is nearer to 0, and says how
 * many there were: sum / mean.
 */
export default defineCheck({
  id: 'masked-tokens-in-means',
  asks: 'Did whitening count tokens that nobody generated?',
  find: ({ log, verdict: { best, kind } }) => {
    const [factor, shift] = [Number(best?.traits.factor), Number(best?.traits.shift)]
    const isCentred = best?.traits.baseline === 'group' && best.traits.spread === 'none'
    if (kind !== 'named' || !isCentred || !Number.isFinite(shift) || !(factor > 0)) return []
    const { total, count } = tokensOf(log.batches[0]!)
    const centre = -shift / factor
    const counted = total / centre
    if (!(count > 0) || !(counted > (1 + near) * count)) return []
    return [
      {
        severity: 'fault',
        title: 'Masked tokens in the mean',
        text: `The advantages are centred rewards, whitened: ${digits(centre)} was taken away and the rest multiplied by ${digits(factor)}. That is the mean over ${digits(Math.round(counted))} tokens, but the policy generated ${digits(count)}: their mean is ${digits(total / count)}. Padding, prompts or words of the world were counted.`,
        cure: 'Take mean and variance over the loss mask only (masked_whiten).',
        rows: [],
      },
    ]
  },
})
