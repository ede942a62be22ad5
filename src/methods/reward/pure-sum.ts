import { payForSteps, rewardSourceParams } from '../../core/formulas/process-reward.ts'
import { defineMethod, reward } from '../../core/method.ts'

/** The control of PURE's comparison: every judgement is paid out in full. */
export default defineMethod({
  id: 'pure-sum',
  title: 'Process rewards, sum form',
  paper: {
    title: 'Stop summation: min-form credit assignment is all process reward model needs',
    id: '2504.15275',
    year: 2025,
  },
  idea: 'Pay every step what the judge says of it: the usual return, which grows with every further step that the judge does not mind.',
  formula: String.raw`\hat A_t = \sum_{s \ge t} \bigl(r_s - b_s\bigr) + v_i - \bar v`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t: everything paid from here on, above the siblings' },
    r_s: { is: 'stepPay', text: 'the judge’s opinion of the step that ends at token s' },
    b_s: { is: 'stepShare', text: 'what siblings earn in a step' },
    'v_i - \\bar v': { is: 'verifiedAbove', text: 'what the verifier pays it, above the siblings' },
  },
  claim:
    'The textbook case of reward hacking: on prm-hack responses grow to the length limit with filler, the step reward climbs and the solve rate goes to 0. The paper reports collapse within a few updates.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'The step reward that is optimised keeps rising: only an independent verifier shows the collapse.',
    'A per-step baseline hides part of the incentive for length, but does not remove it.',
  ],
  versusGrpo: 'Rewards of a step judge are summed; the verifier is not asked unless its weight is raised.',
  tasks: ['prm-hack'],
  standIn:
    'The judge is the task’s own rule, which likes filler but is otherwise without error; the paper trains a process reward model.',
  slots: {
    reward: reward({
      needs: ['processReward', 'correct'],
      params: rewardSourceParams,
      compute: (batch, params) => payForSteps(batch, params, judged => judged),
    }),
    advantage: 'rloo',
    aggregation: 'token-mean',
    credit: 'pure',
  },
})
