import { payForSteps, rewardSourceParams } from '../../core/formulas/process-reward.ts'
import { defineMethod, reward } from '../../core/method.ts'

export default defineMethod({
  id: 'auto-mc-reward',
  title: 'Auto MC-Reward',
  paper: {
    title: 'Auto MC-Reward: automated dense reward design with large language models for Minecraft',
    id: '2312.09238',
    year: 2023,
  },
  idea: 'Let somebody who writes code write dense rewards, but take of what the code returns only the sign: a step is good, bad or neither, and little beside the goal.',
  formula: String.raw`r_k = w_d\, \frac{d_k}{|d_k|}`,
  symbols: {
    r_k: { is: 'stepPay', text: 'what step k is paid; the last one gets the goal’s part as well' },
    d_k: { is: 'processReward', text: 'what the written reward says of step k; of it only the sign is paid, 0 for 0' },
    w_d: {
      is: 'processWeight',
      text: 'weight of a step: less than a tenth of the goal leaves the goal in charge for ten steps',
    },
  },
  claim:
    'A writer who is off by a factor does no harm, for only the sign is read. One whose sign is wrong does: on prm-hack filler is called good, as good as work, and with the weight of a step raised above its default the sum of many small praises outgrows the goal. The paper finds diamonds more often, and has the code rewritten after each failure.',
  panel: 'credit',
  confidence: 'paper-verified',
  pitfalls: [
    'The sign forgets how bad a step was: a slight doubt counts as much as a disaster.',
    'Bounded per step is not bounded in total: ten praised steps are worth one goal.',
    'The loop in which a model reads failures and rewrites the code is not here; the judge of prm-hack stays as it is.',
  ],
  versusGrpo: 'Steps are paid too, by sign and little, and the credit is that of PURE.',
  tasks: ['prm-hack'],
  standIn:
    'The dense reward is the task’s own judge of steps; in the paper a language model writes it as code and improves it.',
  slots: {
    reward: reward({
      needs: ['processReward', 'correct'],
      params: {
        processWeight: { ...rewardSourceParams.processWeight, default: 0.1, paper: 0.1 },
        verifiedWeight: { ...rewardSourceParams.verifiedWeight, default: 1, paper: 1 },
      },
      compute: (batch, params) =>
        payForSteps({ ...batch, correct: batch.reward.map(Math.sign) }, params, judged => judged.map(Math.sign)),
    }),
    advantage: 'rloo',
    aggregation: 'token-mean',
    credit: 'pure',
  },
})
