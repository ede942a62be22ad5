import { groupMembers, type With } from '../../core/batch.ts'
import { majorityRight, paidByTruth } from '../../core/formulas/votes.ts'
import { mean } from '../../core/math.ts'
import { defineMethod, learnedModel, probe } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { judgeLoss, lessonsOf } from './spark.math.ts'

const judgeParams = {
  judgeUpdates: number({
    label: 'Updates of the judge',
    default: 4,
    min: 0,
    max: 64,
    integer: true,
    note: 'Per iteration, each on all exercises; 0 recycles nothing.',
  }),
  judgeLearningRate: number({
    label: 'Learning rate of the judge',
    default: 0.01,
    min: 0,
    max: 10,
    scale: 'log',
    note: 'Its optimiser is set as the policy’s.',
  }),
}

/** [groups] 1 where the response that the judge likes best is right. */
const bestRight = (batch: With<'modelReward' | 'correct'>): number[] =>
  groupMembers(batch).map(members => {
    const best = members.reduce((a, b) => (batch.modelReward[b]! > batch.modelReward[a]! ? b : a), members[0]!)
    return batch.correct[best] ?? 0
  })

/** Source: abstract and released description of arXiv 2509.22624. Golden numbers are derived from the definition. */
export default defineMethod({
  id: 'spark',
  title: 'SPARK',
  paper: { title: 'SPARK: synergistic policy and reward co-evolving framework', id: '2509.22624', year: 2025 },
  idea: 'Throw no response away: each, with the verdict that it got anyway, is an exercise for the judge that will be needed where nobody verifies.',
  formula: String.raw`\mathcal L(\phi) = \operatorname{mean}\bigl[-\log\sigma(R_\phi(y^+)) - \log\sigma(-R_\phi(y^-)) - \log\sigma(R_\phi(y^+) - R_\phi(y^-))\bigr]`,
  symbols: {
    '\\phi': { is: 'judgeLearningRate', text: 'weights of the judge, which learn beside the policy' },
    'R_\\phi': { is: 'modelReward', text: 'score of the judge' },
    'y^+': { is: 'correct', text: 'a response that was right' },
    'y^-': { is: 'correct', text: 'a sibling that was wrong; as many of each' },
  },
  claim:
    'The judge costs no label and no response more. judgeRanks, how often it prefers the right one of two siblings before it learns from them, leaves one half. Where it is good, the response that it likes best is right more often than the vote: judgeBest beside majorityRight.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Groups that agree make no pair: as the policy gets good, the judge runs out of exercises.',
    'Unbalanced exercises teach the judge to say always what is usual: as many right ones as wrong ones are taken.',
    'A judge of today’s responses has never seen tomorrow’s.',
  ],
  versusGrpo: 'GRPO, beside which a judge learns from its responses.',
  tasks: ['token-tree', 'bandit', 'modular-arithmetic'],
  standIn:
    'The judge is a model of its own that starts as the policy; in the paper the policy itself judges, and is also asked to mend wrong responses, which has no place here.',
  twinOf: {
    id: 'grpo',
    because: 'the judge has weights of its own here: its exercises leave the policy as it is',
  },
  models: {
    modelReward: learnedModel(judgeParams, {
      from: 'base',
      lessons: (batch, teacher) => (batch.correct ? lessonsOf({ ...batch, correct: batch.correct }, teacher) : []),
      loss: judgeLoss,
      updates: ({ judgeUpdates }) => judgeUpdates,
      learningRate: ({ judgeLearningRate }) => judgeLearningRate,
    }),
  },
  slots: {
    advantage: 'grpo',
    probe: probe({
      needs: ['modelReward', 'correct'],
      params: judgeParams,
      compute: batch => {
        const ranks = paidByTruth({ ...batch, reward: batch.modelReward })
        return {
          metrics: {
            judgeBest: mean(bestRight(batch)),
            majorityRight: mean(majorityRight(batch)),
            ...(ranks !== undefined && { judgeRanks: ranks }),
          },
        }
      },
    }),
  },
})
