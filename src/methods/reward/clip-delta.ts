import { payForSteps, rewardSourceParams } from '../../core/formulas/process-reward.ts'
import { defineMethod, reward } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { forms, payOf } from './clip-delta.math.ts'

export default defineMethod({
  id: 'clip-delta',
  title: 'Clip and Delta',
  paper: { title: 'On designing effective RL reward at training time for LLM reasoning', id: '2410.15115', year: 2024 },
  idea: 'Pay for judgements of steps so that a further good step earns nothing: cut them off at a bound, then pay only what a step is above the next one.',
  formula: String.raw`c_k = \min(p_k - \eta,\, 0), \qquad d_k = \begin{cases} c_k - c_{k+1} & k < K - 1 \\ c_k & k = K - 1 \\ 0 & k = K \end{cases}`,
  symbols: {
    p_k: { is: 'processReward', text: 'the judge’s opinion of step k of K' },
    '\\eta': { is: 'goodEnough', text: 'from here on a step is good enough, and none is better' },
    d_k: { is: 'stepPay', text: 'what step k is paid' },
  },
  claim:
    'The paper finds that popular judges do not help or even hurt until both forms bound what they pay. On prm-hack, with bad steps alone below the bound, responses stay shorter than under the sum and more of them are solved. Try Form at sum, then raise Good enough above what filler is given.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'The difference form pays the last step nothing: running out of time is then free. With a bound above what filler gets, or with differences alone at a large weight, the policy here writes filler to the limit and solves nothing.',
    'Clip alone makes every further step a risk and none a gain: where the verifier is seldom satisfied, work that may go wrong costs more than it brings.',
    'The formulas stand as two descriptions of the paper agree on them; the paper itself was not at hand, and its bound is not known: -0.5 is ours.',
    'The credit is that of PURE, which compares with what siblings earn per step; the paper trains with PPO.',
  ],
  versusGrpo: 'Judged steps are paid too, in a form in which their number does not matter.',
  tasks: ['prm-hack'],
  standIn:
    'The judge is the task’s own rule, which likes filler but is otherwise without error; the paper trains a process reward model.',
  slots: {
    reward: reward({
      needs: ['processReward', 'correct'],
      params: {
        processWeight: rewardSourceParams.processWeight,
        verifiedWeight: { ...rewardSourceParams.verifiedWeight, default: 1 },
        form: choice({
          label: 'Form',
          options: forms,
          default: 'clip, then delta',
          paper: 'clip, then delta',
          meaning: {
            sum: 'every judgement in full',
            clip: 'only what lies below the bound',
            delta: 'what a step is above the next one',
            'clip, then delta': 'both',
          },
        }),
        goodEnough: number({
          label: 'Good enough',
          default: 0.45,
          min: -1,
          max: 1,
          note: 'Not asked for by delta alone.',
        }),
      },
      compute: (batch, params) => payForSteps(batch, params, judged => payOf(params.form, judged, params.goodEnough)),
    }),
    advantage: 'rloo',
    aggregation: 'token-mean',
    credit: 'pure',
  },
})
