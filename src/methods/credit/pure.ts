import { maskOf } from '../../core/batch.ts'
import { sumToEnd } from '../../core/episode.ts'
import { rolloutColumns, tokenColumns } from '../../core/estimator.ts'
import {
  payAboveSiblings,
  payForSteps,
  rewardSourceParams,
  stepCreditParams,
} from '../../core/formulas/process-reward.ts'
import { softmax } from '../../core/math.ts'
import { credit, defineMethod, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: CJReinforce/PURE turn_process_reward_logits_to_reward, NaiveExperienceMaker.process_experiences (41f9363). */
export default defineMethod({
  id: 'pure',
  title: 'PURE (min form)',
  paper: {
    title: 'Stop summation: min-form credit assignment is all process reward model needs',
    id: '2504.15275',
    year: 2025,
  },
  idea: 'A chain of steps is as good as its worst one: pay out the smallest judgement instead of the sum, so that harmless filler earns nothing.',
  formula: String.raw`\hat A_t = \sum_{s \ge t} \bigl(r^*_s - b_s\bigr) + v_i - \bar v, \qquad r^*_k = W\, r_k\,\frac{e^{-r_k/T}}{\sum_j e^{-r_j/T}}`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t: everything paid from here on, above the siblings' },
    'r^*_s': { is: 'stepPay', text: 'what the step that ends at token s is paid' },
    b_s: { is: 'stepShare', text: 'what siblings earn in a step of this kind' },
    r_k: { is: 'processReward', text: 'the judge’s opinion of step k, from -1 to 1' },
    T: { is: 'minTemperature', text: 'towards 0 only the worst step is paid, towards infinity all alike' },
    W: { is: 'processWeight', text: 'weight of the judge' },
    'v_i - \\bar v': { is: 'verifiedAbove', text: 'what the verifier pays it, above the siblings' },
  },
  claim:
    'On prm-hack the sum form (pure-sum) learns to write agreeable filler until time runs out: the step reward rises while the solve rate falls. The mean (pure-mean) dilutes the reward of filler, the minimum makes it worthless, and some weight of the verifier helps all three. The paper’s saving in training time is not reproduced here.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The released code gives the separator between steps no credit; where a step is one token that would leave nothing to train.',
    'The released script takes 0.001 times a KL of every token into the rewards; here KL β puts it into the loss.',
    'A leave-one-out mean per step makes length pay when siblings are judged badly: every further step collects minus the baseline.',
    'Judgements must lie in [-1, 1]: the temperature is in their units.',
  ],
  versusGrpo: 'Rewards stand at steps, the worst one counts, and credit is what is still to come.',
  tasks: ['prm-hack'],
  standIn:
    'The judge is the task’s own rule, which likes filler but is otherwise without error; the paper trains a process reward model.',
  slots: {
    reward: reward({
      needs: ['processReward', 'correct'],
      params: {
        minTemperature: number({
          label: 'Temperature of the minimum',
          default: 0.1,
          paper: 0.1,
          min: 0.001,
          max: 100,
          scale: 'log',
        }),
        ...rewardSourceParams,
      },
      compute: (batch, params) =>
        payForSteps(batch, params, judged => {
          const weight = softmax(judged.map(r => -r / params.minTemperature))
          return judged.map((r, k) => r * weight[k]!)
        }),
    }),
    advantage: 'rloo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['processReward'],
      params: stepCreditParams,
      compute: (batch, { baselineUnit, separators }) => {
        const { above, stepShare, verifiedAbove } = payAboveSiblings(batch, baselineUnit)
        const kept = maskOf(batch).map((own, t) =>
          separators === 'silent' && !Number.isNaN(batch.processReward[t]!) ? 0 : own,
        )
        const share = sumToEnd(batch, above).map((a, t) => a * kept[t]!)
        return {
          credit: share,
          explain: { ...tokenColumns({ stepShare }), ...rolloutColumns(['verifiedAbove'], { verifiedAbove }) },
        }
      },
    }),
  },
})
