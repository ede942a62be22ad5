import type { Tensor2D } from '@tensorflow/tfjs-core'
import { defineMethod, regulariser } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT rec_policy_loss.py (eedef4b). */
export default defineMethod({
  id: 'rep-k2',
  title: 'REP, pulled back by k2',
  paper: {
    title:
      'Group-relative REINFORCE is secretly an off-policy algorithm: demystifying some myths about GRPO and its friends',
    id: '2509.24203',
    year: 2025,
  },
  idea: 'REINFORCE with half a spring: each token is drawn back to the log-probability it was sampled with.',
  formula: String.raw`L = -\hat A\, \log \pi_t + k\, (\log \pi_t - \log \pi^\mathrm{old}_t)^2`,
  symbols: {
    '\\log \\pi_t': { is: 'logp', text: 'log-probability of token t' },
    '\\hat A': { is: 'credit', text: 'credit of the token: reward minus the group mean' },
    k: { is: 'pull', text: 'strength of the spring' },
    '\\log \\pi^\\mathrm{old}_t': { is: 'oldLogp', text: 'log-probability of the token when it was sampled' },
  },
  claim:
    'A clip stops pushing, a spring pulls back: with many updates per batch it goes on where the clip stands still, and its logits stay small.',
  panel: 'formula',
  confidence: 'code-verified',
  pitfalls: [
    'At the first update of a batch the spring has no gradient.',
    'With the pull β / 2 it is the loss of DRO in verl and tinker, and of kimi15 in ROLL: see dro.',
    'Even responses with advantage 0 are pulled back.',
  ],
  versusGrpo: 'A quadratic term per token takes the place of the clip.',
  tasks: ['bandit', 'token-tree', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  slots: {
    advantage: 'rec-reinforce',
    objective: 'rec-reinforce',
    regulariser: regulariser({
      params: { pull: number({ label: 'Pull k', default: 0.1, paper: 0.1, min: 0, max: 10, scale: 'log' }) },
      active: ({ pull }) => pull !== 0,
      compute: (tf, { now, oldLogp }, { pull }) => tf.mul<Tensor2D>(tf.square(tf.sub(now.logp, oldLogp)), pull),
    }),
  },
})
