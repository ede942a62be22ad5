import { sumToEnd } from '../../core/episode.ts'
import { payForSteps } from '../../core/formulas/process-reward.ts'
import { credit, defineMethod, reward } from '../../core/method.ts'
import { choice } from '../../core/params.ts'

/** Golden: derived from arXiv 2509.25598: process and outcome reward both centred by one half. */
export default defineMethod({
  id: 'ppr',
  title: 'PPR with ReNorm',
  paper: {
    title: 'Hybrid reward normalization for process-supervised non-verifiable agentic tasks',
    id: '2509.25598',
    year: 2025,
  },
  idea: 'Centre the judge’s opinion of a step and the outcome at one half and add them: after a wrong answer no step is paid, after a right one none is fined.',
  formula: String.raw`\hat A_t = \sum_{s \ge t} \bigl(q_s + r_o - 1\bigr), \qquad q_s = \tfrac12\,(1 + r_s)`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t: everything paid from here on' },
    r_s: { is: 'processReward', text: 'the judge’s opinion of the step that ends at token s, from -1 to 1' },
    r_o: { is: 'correct', text: 'outcome: 1 when the verifier accepts' },
    'q_s + r_o - 1': { is: 'stepPay', text: 'what the step is paid' },
  },
  claim:
    'The sum of raw step and outcome rewards pays for every further step. Centred, each step costs up to 1 when the answer is wrong, so that on prm-hack length is no way to earn; but it is not neutral either: when answers are mostly wrong, giving up early is cheapest. The paper’s results on search are not reproduced here.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'Subtracting a constant per step is not neutral where the number of steps varies.',
    'The paper trains a critic: ppr-critic does; here the return stands alone, without a baseline.',
  ],
  versusGrpo: 'Step rewards shifted by the outcome take the place of the group comparison.',
  tasks: ['prm-hack'],
  standIn:
    'The judge of steps is the task’s own rule, without error and without a critic beside it; the paper trains a reward model for tool calls and a critic.',
  slots: {
    reward: reward({
      needs: ['processReward', 'correct'],
      params: {
        combine: choice({
          label: 'Step pay',
          options: ['renorm', 'sum', 'process'],
          default: 'renorm',
          paper: 'renorm',
          meaning: { renorm: 'both centred by one half', sum: 'raw step plus raw outcome', process: 'raw step alone' },
        }),
      },
      compute: (batch, { combine }) =>
        payForSteps(batch, { processWeight: 1, verifiedWeight: 0 }, (judged, i) => {
          const outcome = batch.correct[i]!
          const shift = { renorm: outcome - 1, sum: outcome, process: 0 }[combine]
          return judged.map(r => (1 + r) / 2 + shift)
        }),
    }),
    aggregation: 'token-mean',
    credit: credit({
      needs: ['processReward'],
      compute: batch => ({ credit: sumToEnd(batch, batch.tokenReward ?? new Float32Array(batch.token.length)) }),
    }),
  },
})
