import type { Tensor2D } from '@tensorflow/tfjs-core'
import { rolloutOfToken } from '../../core/batch.ts'
import { perGroup } from '../../core/estimator.ts'
import { detach, ratioOf } from '../../core/formulas/surrogate.ts'
import { mean, pick, std } from '../../core/math.ts'
import { advantage, defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { boundParams, sparing, spreadParams, within } from './rl-plus.math.ts'

/** Golden: RL-PLUS compute_token_on_off_policy_loss, compute_grpo_outcome_advantage_split (eb4aa4d). */
export default defineMethod({
  id: 'rl-plus',
  title: 'RL-PLUS',
  paper: {
    title: 'RL-PLUS: countering capability boundary collapse with hybrid-policy optimization',
    id: '2508.00222',
    year: 2025,
  },
  idea: 'Let a demonstration join the group, guess its unknown author as half the old policy and half certainty, and learn most from its tokens that the policy would not have said.',
  formula: String.raw`\ell_t = -\begin{cases} \dfrac{2 p_t}{p^{\text{old}}_t + \omega_t}\,(1 - p_t)^{\gamma}\, \hat A_t & x_t = 1 \\ \rho_t \hat A_t & x_t = 0\end{cases}, \quad \omega_t = \tfrac12 (p^{\text{old}}_t + 1)`,
  symbols: {
    x_t: { is: 'external', text: '1 for tokens of a demonstration' },
    p_t: { is: 'probability', text: 'probability now' },
    'p^{\\text{old}}_t': { is: 'oldProbability', text: 'probability at the start of the update' },
    '\\gamma': { is: 'exploration', text: 'how much unlikely tokens are preferred' },
    '\\hat A_t': { is: 'credit', text: 'reward minus the mean' },
    '\\rho_t': { is: 'ratio', text: 'ratio of the policy’s own tokens' },
  },
  claim:
    'RL alone sharpens what the base model can do, and its pass@k falls below the base at large k; a correct demonstration per group lifts the limit. It needs tokens of probability 0.01 to 0.1, because its weight carries a factor p: what is rarer stays silent.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The released setting clips nothing and divides by the padded length.',
    'Where the author’s probabilities are known the released code can weigh by them; here they never are.',
    'A demonstration with negative advantage is pushed down like any other response.',
    'The curves of reward and entropy include the demonstrations; pass@1 does not.',
  ],
  versusGrpo: 'Demonstrations in the group, with a bounded weight and a bonus for unlikely tokens.',
  tasks: ['token-tree', 'modular-arithmetic', 'countdown'],
  standIn: 'The task’s own right answers are the demonstrations, in place of those of a larger model.',
  slots: {
    sampler: 'sft',
    aggregation: 'seq-mean-token-sum-norm',
    advantage: advantage({
      needs: ['external'],
      params: spreadParams,
      compute: (batch, { statistics, divideBySpread, spreadEpsilon }) => {
        const shown = new Set([...rolloutOfToken(batch)].filter((_, t) => batch.external[t] === 1))
        return perGroup(batch, ['mean'], (members, out) => {
          const counted = pick(batch.reward, statistics === 'own' ? members.filter(i => !shown.has(i)) : members)
          const centre = counted.length > 1 ? mean(counted) : 0
          const scale = divideBySpread === 'on' && counted.length > 1 ? (std(counted, 1) || 1) + spreadEpsilon : 1
          for (const i of members) {
            out.mean[i] = centre
            out.advantage[i] = (batch.reward[i]! - centre) / scale
          }
        })
      },
    }),
    objective: objective({
      needs: ['external'],
      params: {
        ownClip: number({ label: 'Clip of own tokens', default: 0, paper: 0, min: 0, max: 1, note: '0 is off.' }),
        ...boundParams,
        exploration: number({ label: 'Exploration γ', default: 0.5, paper: 0.5, min: 0, max: 4 }),
      },
      compute: (tf, { now, oldLogp, credit, external }, { ownClip, exploration, ...bounds }) => {
        const ratio = ratioOf(tf, now.logp, oldLogp, 20)
        const upper = Math.max(1 + ownClip, bounds.ownMost)
        const clipped = ownClip > 0 ? tf.clipByValue<Tensor2D>(ratio, 1 - ownClip, upper) : ratio
        const own = tf.neg(tf.minimum<Tensor2D>(tf.mul(ratio, credit), tf.mul(clipped, credit)))
        const [mine, old] = [tf.exp(now.logp), tf.exp(oldLogp)]
        const reshaped = bounds.shownWeight === 'reshaped'
        const guess = () => tf.div<Tensor2D>(tf.mul(mine, 2), tf.add(tf.mul(old, 1.5), 0.5))
        const weight = within(tf, reshaped ? guess() : mine, bounds.shownLeast, bounds.shownMost)
        const bonus = tf.pow<Tensor2D>(detach(tf, tf.maximum(tf.sub(1, mine), 0)), exploration)
        const shown = tf.neg(tf.mul<Tensor2D>(reshaped ? tf.mul(weight, bonus) : weight, credit))
        const loss = tf.where<Tensor2D>(tf.greater(external, 0), shown, own)
        return { loss: sparing(tf, loss, mine, bounds.surest), explain: { ratio } }
      },
    }),
  },
})
