import { defineMethod, learnedModel, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { keyDoor } from '../../core/trainings.ts'
import { lessonsOf, payProgress, progressLoss, spaParams } from './spa-rl.math.ts'

const modelParams = {
  modelUpdates: number({
    label: 'Updates of the model',
    default: 4,
    min: 0,
    max: 64,
    integer: true,
    note: 'Per iteration, each on all episodes.',
  }),
  modelLearningRate: number({
    label: 'Learning rate of the model',
    default: 0.01,
    min: 0,
    max: 10,
    scale: 'log',
    note: 'A model that follows the last episodes too quickly misleads.',
  }),
}

/** Golden: WangHanLinHenry/SPA-RL-Agent prm/train_our_progress_model.py, inference_prm.py, rl_data_org.py (ed20087). */
export default defineMethod({
  id: 'spa-rl',
  title: 'SPA-RL',
  paper: {
    title: 'SPA-RL: reinforcing LLM agents via stepwise progress attribution',
    id: '2505.20732',
    year: 2025,
  },
  idea: 'Teach a model to split the final reward into contributions of turns that add up to it, and pay each turn its contribution.',
  formula: String.raw`r_t = c_t + w\, g_t, \qquad \mathcal L(c) = \operatorname{mean}\Bigl(\sum_t c_t - R\Bigr)^2`,
  symbols: {
    r_t: { is: 'turnPaid', text: 'what turn t is paid, at its last token' },
    c_t: { is: 'turnValue', text: 'what the model says it contributes' },
    w: { is: 'groundingWeight', text: 'reward of acting' },
    g_t: { is: 'carriedOut', text: '1 if the world could carry the turn out' },
    R: { is: 'reward', text: 'final reward' },
  },
  claim:
    'Pay at useful turns reaches further than pay at the end: the paper reports better success of agents. On the grid, where a critic finds the way from the end alone, it comes to the same success as PPO, not sooner; see in the credit map which turns the model pays. Any reward of acting keeps it walking there.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'The released data script overwrites the model’s contributions with one number per episode: its outcome less the mean of the others.',
    'All turns of an episode have the same slope in the loss: they differ only by what they have in common with turns of other episodes.',
    'The reward of acting is paid per turn: a large one makes long episodes worth more than success.',
  ],
  versusGrpo: 'A learned split of the reward over turns, a critic and PPO’s credit take the place of the group’s mean.',
  tasks: ['key-door-grid'],
  standIn:
    'The model is a table or network of the policy’s own kind that learns beside it, where the paper trains one on episodes explored beforehand; a turn that leaves the world as it was counts as one that could not be carried out.',
  training: keyDoor,
  models: {
    progress: learnedModel(modelParams, {
      from: 'random',
      lessons: lessonsOf,
      loss: (tf, score, _params, wanted) => progressLoss(tf, score, wanted),
      updates: ({ modelUpdates }) => modelUpdates,
      learningRate: ({ modelLearningRate }) => modelLearningRate,
    }),
  },
  slots: {
    reward: reward({
      needs: ['progress', 'stateKey'],
      params: { ...spaParams, ...modelParams },
      compute: payProgress,
    }),
    credit: 'ppo',
    objective: 'ppo',
    regulariser: 'ppo',
  },
})
