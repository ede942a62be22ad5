/** The bounds that TRL puts on a reward before RLOO: RLOOConfig.reward_clip_range (1.16.0). */
import { clamp } from '../../core/math.ts'
import { choice, number } from '../../core/params.ts'

export const rewardBounds = {
  rewardClip: number({
    label: 'Reward clip',
    default: 0,
    trl: 0,
    min: -100,
    max: 100,
    note: 'Largest reward, before the penalty.',
  }),
  rewardRange: choice({
    label: 'Smallest reward',
    options: ['minus', 'own'],
    default: 'minus',
    meaning: { minus: 'minus the clip; a clip of 0 is none', own: 'its own bound, whatever the clip' },
  }),
  rewardLow: number({
    label: 'Smallest reward, its own bound',
    note: 'Where the smallest reward has its own bound.',
    default: 0,
    min: -100,
    max: 100,
    aside: true,
  }),
} as const

interface Bounds {
  readonly rewardClip: number
  readonly rewardRange: 'minus' | 'own'
  readonly rewardLow: number
}

/** A clip of 0 that goes both ways is none. */
export const bounded = (reward: number, { rewardClip, rewardRange, rewardLow }: Bounds): number => {
  if (rewardRange === 'own') return clamp(reward, rewardLow, rewardClip)
  return rewardClip > 0 ? clamp(reward, -rewardClip, rewardClip) : reward
}
