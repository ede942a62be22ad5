import { rolloutColumns } from '../../core/estimator.ts'
import { defineMethod, learnedModel, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { pairLoss, pairsOf } from './cooper.math.ts'

const modelParams = {
  modelUpdates: number({
    label: 'Updates of the model',
    default: 4,
    paper: 1,
    min: 0,
    max: 64,
    integer: true,
    note: 'Per iteration, each on all pairs; 0 leaves it where it started.',
  }),
  modelLearningRate: number({
    label: 'Learning rate of the model',
    default: 0.01,
    min: 0,
    max: 10,
    scale: 'log',
    note: 'Its optimiser is set as the policy’s.',
  }),
  freezeAfter: number({
    label: 'Freeze after',
    default: 0,
    min: 0,
    max: 100_000,
    integer: true,
    note: 'Iterations, then it learns no more: a reward model as it is used elsewhere. 0 is never.',
  }),
}

/** Source: abstract and project page of arXiv 2508.05613. Golden numbers are derived from the pair loss. */
export default defineMethod({
  id: 'cooper',
  title: 'Cooper',
  paper: {
    title: 'Cooper: co-optimizing policy and reward models in reinforcement learning for large language models',
    id: '2508.05613',
    year: 2025,
  },
  idea: 'Let a reward model pay, and teach it every iteration on pairs: a response that the rule surely accepts, and the same one spoilt, so that the policy cannot run away from what it knows.',
  formula: String.raw`r_i = \sigma(R_\phi(y_i)), \qquad \mathcal L(\phi) = -\operatorname{mean} \log\sigma\big(R_\phi(y^+) - R_\phi(y^-)\big)`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i' },
    'R_\\phi': { is: 'modelReward', text: 'score of the learned reward model' },
    y_i: { is: 'token', text: 'response i' },
    'y^+': { is: 'correct', text: 'the first response of a group that the rule accepts' },
    'y^-': { is: 'token', text: 'the same with one token changed so that the rule refuses it' },
    '\\phi': { is: 'modelLearningRate', text: 'weights of the reward model, which learn beside the policy' },
  },
  claim:
    'The model learns from the policy’s own successes what right answers are: on token-tree watch its reward rise with the share of right answers, though the verifier pays nothing. The paper says that a model which stays as it is gets exploited; here a table that is frozen after a few iterations is not, it only teaches more slowly.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Rules refuse many right answers and accept few wrong ones: only the accepted response of a pair comes from them.',
    'Groups without an accepted response teach the model nothing: where the policy fails, the model stays ignorant too.',
    'Scores of different problems cannot be compared: pairs are of one problem each.',
  ],
  versusGrpo: 'A model that learns from pairs pays, not the verifier.',
  tasks: ['token-tree', 'bandit', 'modular-arithmetic'],
  standIn:
    'The reward model starts knowing nothing and is of the policy’s own kind; the paper’s is a language model trained on labelled answers, and an assistant spoils responses where here one token is changed.',
  models: {
    modelReward: learnedModel(modelParams, {
      from: 'random',
      lessons: (batch, teacher, { freezeAfter }, { iteration, draw }) =>
        (freezeAfter > 0 && iteration > freezeAfter) || !batch.correct
          ? []
          : pairsOf({ ...batch, correct: batch.correct }, teacher, draw),
      loss: pairLoss,
      updates: ({ modelUpdates }) => modelUpdates,
      learningRate: ({ modelLearningRate }) => modelLearningRate,
    }),
  },
  slots: {
    advantage: 'grpo',
    reward: reward({
      needs: ['modelReward'],
      params: modelParams,
      compute: ({ modelReward, reward: verifier }) => {
        const paid = modelReward.map(score => 1 / (1 + Math.exp(-score)))
        return { reward: paid, explain: rolloutColumns(['verifier'], { verifier }) }
      },
    }),
  },
})
