import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach } from '../../core/formulas/surrogate.ts'
import { defineMethod, regulariser } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: ms-swift rl_core/advantage.py compute_sdar_loss (3602360). */
export default defineMethod({
  id: 'sdar',
  title: 'SDAR',
  paper: { title: 'Self-distilled agentic reinforcement learning', id: '2605.15155', year: 2026 },
  idea: 'Beside the policy’s own loss, follow the self-teacher with the hint only where it likes a token more than you do: a gate opens with its lead.',
  formula: String.raw`\mathcal L_t = \ell_t + \lambda\, g_t \bigl(\log\pi_T(y_t) - \log\pi_\theta(y_t)\bigr), \quad g_t = \operatorname{sg}\Bigl[\frac{1}{1 + e^{-\beta\,(\log\pi_T(y_t) - \log\pi_\theta(y_t))}}\Bigr]`,
  symbols: {
    '\\ell_t': { is: 'credit', text: 'the policy’s own loss, from the credit of the token' },
    '\\lambda': { is: 'sdarWeight', text: 'weight of the self-teacher' },
    g_t: { is: 'gate', text: 'how far the gate is open, from 0 to 1' },
    '\\beta': { is: 'gateSharpness', text: 'how sharply the gate opens; 0: half open for all' },
    '\\log\\pi_T(y_t)': { is: 'teacherLogp', text: 'log-probability under the policy that has the hint' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of the token' },
  },
  claim:
    'A hint can be misread: pulling every token towards the hinted policy also copies its doubts. With the gate only praise gets through, and blame is left to the rewards. Watch the gate on token-tree: open on tokens that lead to success. The paper’s results on ALFWorld and WebShop are not reproduced here.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The term only ever makes sampled tokens likelier: with β 0 it is half of an imitation of one’s own responses, and entropy falls.',
    'ms-swift sets the weight of the term elsewhere in its settings; 1 here is no recommendation.',
  ],
  versusGrpo: 'GRPO, and a gated pull towards the policy that has the hint.',
  tasks: ['token-tree', 'fork-tokens', 'bandit'],
  standIn:
    'The self-teacher is the exact posterior of the policy given success, told with some doubt, in place of the policy with privileged context in its prompt.',
  shipped: ['ms-swift'],
  defaults: { teacher: 'hint' },
  conventions: { 'ms-swift': { emptyRows: 'count' } },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    regulariser: regulariser({
      needs: ['teacherLogp'],
      params: {
        sdarWeight: number({ label: 'Weight λ', default: 1, min: 0, max: 10 }),
        gateSharpness: number({ label: 'Gate β', default: 5, by: { 'ms-swift': 5 }, min: 0, max: 100 }),
      },
      active: ({ sdarWeight }) => sdarWeight > 0,
      compute: (tf, { now, teacherLogp }, { sdarWeight, gateSharpness }) => {
        const lead = tf.sub<Tensor2D>(teacherLogp, now.logp)
        const gate = detach(tf, tf.sigmoid<Tensor2D>(tf.mul(lead, gateSharpness)))
        return { term: tf.mul<Tensor2D>(tf.mul(lead, gate), sdarWeight), explain: { gate } }
      },
    }),
  },
})
