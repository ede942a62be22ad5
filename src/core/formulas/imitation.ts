/** How much a demonstrated token counts by how likely it is already. `tf` is an argument here too. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { rolloutOfToken, type With } from '../batch.ts'
import { perGroup } from '../estimator.ts'
import { mean, pick, standardise, std } from '../math.ts'
import type { AdvantageResult, Tf } from '../method.ts'
import { detach } from './surrogate.ts'

/** `probability`: p, which undoes the 1/p in the gradient of log p; `doubt`: p (1 - p), most where it is undecided. */
export type ImitationWeight = 'probability' | 'doubt'

/** [n, T] without gradient. Source: Trinity-RFT algorithm/policy_loss_fn/chord_policy_loss.py (0.6.0). */
export function imitationWeight(tf: Tf, logp: Tensor2D, kind: ImitationWeight): Tensor2D {
  const p = tf.exp(detach(tf, logp))
  return kind === 'probability' ? p : tf.mul<Tensor2D>(p, tf.sub(1, p))
}

/** GRPO among the policy’s own responses; demonstrations get 0 and move nobody’s mean. A lone one has nobody to be compared with. */
export function ownAdvantages(batch: With<'external'>, epsilon: number): AdvantageResult {
  const shown = new Set([...rolloutOfToken(batch)].filter((_, t) => batch.external[t] === 1))
  return perGroup(batch, ['mean', 'std'], (members, out) => {
    const own = members.filter(i => !shown.has(i))
    if (own.length < 2) return
    const rewards = pick(batch.reward, own)
    const [centre, spread] = [mean(rewards), std(rewards, 1)]
    for (const i of own) {
      out.mean[i] = centre
      out.std[i] = spread
      out.advantage[i] = standardise(batch.reward[i]! - centre, spread, epsilon)
    }
  })
}
