import type { Batch } from '../../core/batch.ts'

/** [n] turns of each rollout; 1 where a batch knows of none. */
export function turnsOf({ turns, rollouts }: Pick<Batch, 'turns' | 'rollouts'>): Float32Array {
  const count = new Float32Array(rollouts)
  turns?.rollout.forEach(i => {
    count[i] = count[i]! + 1
  })
  return count.map(own => Math.max(1, own))
}
