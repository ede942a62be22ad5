import { payForSteps, rewardSourceParams } from '../../core/formulas/process-reward.ts'
import { defineMethod, reward } from '../../core/method.ts'

/** Golden: CJReinforce/PURE turn_process_reward_logits_to_reward with disable_weighted_reward (41f9363). */
export default defineMethod({
  id: 'pure-mean',
  title: 'Process rewards, mean form',
  paper: {
    title: 'Stop summation: min-form credit assignment is all process reward model needs',
    id: '2504.15275',
    year: 2025,
  },
  idea: 'Pay a response the mean of what the judge says of its steps: length alone earns nothing, but good filler still covers up one bad step.',
  formula: String.raw`\hat A_t = \sum_{s \ge t} \Bigl(\frac{r_s}{n} - b_s\Bigr) + v_i - \bar v`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t: everything paid from here on, above the siblings' },
    r_s: { is: 'processReward', text: 'the judge’s opinion of the step that ends at token s' },
    '\\frac{r_s}{n}': { is: 'stepPay', text: 'what the step is paid: its share of the mean over n steps' },
    b_s: { is: 'stepShare', text: 'what siblings earn in a step' },
    'v_i - \\bar v': { is: 'verifiedAbove', text: 'what the verifier pays it, above the siblings' },
  },
  claim:
    'Between the sum and the minimum: on prm-hack it solves more than the sum form and less than the minimum. It is the limit of PURE at infinite temperature, and the switch disable_weighted_reward of its code.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: ['One bad step among many good ones costs little: errors hide behind filler.'],
  versusGrpo: 'The mean judgement of the steps takes the place of the verifier’s reward, paid step by step.',
  tasks: ['prm-hack'],
  standIn:
    'The judge is the task’s own rule, which likes filler but is otherwise without error; the paper trains a process reward model.',
  slots: {
    reward: reward({
      needs: ['processReward', 'correct'],
      params: rewardSourceParams,
      compute: (batch, params) => payForSteps(batch, params, judged => judged.map(r => r / judged.length)),
    }),
    advantage: 'rloo',
    aggregation: 'token-mean',
    credit: 'pure',
  },
})
