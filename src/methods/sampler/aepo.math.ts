/** Holding the entropy of a policy by mixing in responses that were drawn hotter or colder. */
import type { Batch } from '../../core/batch.ts'
import { perGroup } from '../../core/estimator.ts'
import { mean, pick, standardise, std } from '../../core/math.ts'
import type { AdvantageResult, SampledRollout, SamplerHandle } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/**
 * Relative temperature of the additional responses: hot up to the target, cold above it.
 * Source: 597358816/AEPO ray_trainer.py, fit (b353a05).
 */
export const thermostat = (entropy: number, target: number, hot: number, cold: number): number =>
  entropy <= target ? hot : cold

/** `count` rollouts per problem, numbered from `first`, at a temperature relative to the run's. */
export async function drawAll(
  handle: SamplerHandle,
  problems: readonly number[],
  count: number,
  first: number,
  relative = 1,
): Promise<readonly SampledRollout[]> {
  const numbers = Array.from({ length: count }, (_, i) => first + i)
  const requests = problems.flatMap(problem => numbers.map(rollout => ({ problem, rollout, prefix: [] })))
  if (requests.length === 0) return []
  return handle.continueFrom(requests, { temperature: handle.temperature * relative })
}

type Tempered = Pick<Batch, 'rollouts'> & { readonly tempered: Float32Array }

/** GRPO's advantage among the siblings that were drawn at the same temperature. */
export const apart = (batch: Batch & Tempered, lone: 'raw' | 'zero'): AdvantageResult =>
  perGroup(batch, ['mean', 'std'], (members, out) => {
    for (const temperature of new Set(pick(batch.tempered, members))) {
      const alike = members.filter(i => batch.tempered[i] === temperature)
      const rewards = pick(batch.reward, alike)
      const alone = alike.length === 1
      const centre = alone && lone === 'raw' ? 0 : mean(rewards)
      const spread = alone ? 1 : std(rewards, 1)
      for (const i of alike) {
        out.mean[i] = centre
        out.std[i] = spread
        out.advantage[i] = standardise(batch.reward[i]! - centre, spread, 1e-6)
      }
    }
  })

/**
 * [n] advantages with the tempered ones replaced: 1 for those that are mixed in, 0 for the rest. Mixed in are the first
 * that lie above the threshold, at most `most`; of cold ones half of that. Source: _select_by_advantage and fit, ibid.
 */
export function mixIn({ tempered }: Tempered, advantage: Float32Array, threshold: number, most: number): Float32Array {
  const good = [...tempered.keys()].filter(i => tempered[i] !== 1 && advantage[i]! > threshold)
  const count = Math.min(good.length, most)
  const cold = good.some(i => tempered[i]! < 1)
  const mixed = new Set(good.slice(0, cold ? Math.floor(count / 2) : count))
  return advantage.map((a, i) => (tempered[i] === 1 ? a : mixed.has(i) ? 1 : 0))
}

/** [n] 1 = trained on: what was mixed in, and the normal responses but for the first, one for each of those. */
export function afterMixing({ rollouts, tempered }: Tempered, mixed: Float32Array): Float32Array {
  const used = mixed.map((a, i) => (tempered[i] !== 1 && a > 0 ? 1 : 0))
  let replaced = used.reduce((total, value) => total + value, 0)
  for (let i = 0; i < rollouts; i++) if (tempered[i] === 1) used[i] = replaced-- > 0 ? 0 : 1
  return used
}

/** Which tempered responses take the place of normal ones. */
export const mixingParams = {
  threshold: number({
    label: 'Least advantage to be kept',
    default: 0.05,
    paper: 0.05,
    min: 0,
    max: 5,
    note: 'Tempered responses below it are left out.',
  }),
  mixedMost: number({
    label: 'Most that are mixed in',
    default: 60,
    paper: 60,
    min: 0,
    max: 512,
    integer: true,
    note: 'Tempered responses per batch.',
  }),
}

/** When and how a part of the batch is drawn again, hotter or colder. */
export const heatParams = {
  targetEntropy: number({ label: 'Target entropy H*', default: 0.5, paper: 0.5, min: 0, max: 5 }),
  hot: number({ label: 'Hot, τ high', default: 1.2, paper: 1.2, min: 1.01, max: 5 }),
  cold: number({ label: 'Cold, τ low', default: 0.8, paper: 0.8, min: 0.1, max: 0.99 }),
  temperedShare: number({
    label: 'Share of problems',
    default: 0.25,
    paper: 0.25,
    min: 0,
    max: 1,
    note: 'This part of the batch is drawn again at another temperature.',
  }),
}
