/** How much a demonstrated token counts by how likely it is already. `tf` is an argument here too. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../method.ts'
import { detach } from './surrogate.ts'

/** `probability`: p, which undoes the 1/p in the gradient of log p; `doubt`: p (1 - p), most where it is undecided. */
export type ImitationWeight = 'probability' | 'doubt'

/** [n, T] without gradient. Source: Trinity-RFT algorithm/policy_loss_fn/chord_policy_loss.py (0.6.0). */
export function imitationWeight(tf: Tf, logp: Tensor2D, kind: ImitationWeight): Tensor2D {
  const p = tf.exp(detach(tf, logp))
  return kind === 'probability' ? p : tf.mul<Tensor2D>(p, tf.sub(1, p))
}
