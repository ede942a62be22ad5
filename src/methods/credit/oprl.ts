import { maskOf, spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { oneHardProblem } from '../../core/trainings.ts'
import {
  actionsOf,
  fitPairs,
  implicitRewardParams,
  isTilt,
  pairAccuracy,
  sightings,
  zScoredActions,
} from './oprl.math.ts'

/** Golden: derived from the equations of arXiv 2509.19199. */
export default defineMethod({
  id: 'oprl',
  title: 'OPRL (iStar)',
  paper: { title: 'Agentic reinforcement learning with implicit step rewards', id: '2509.19199', year: 2025 },
  idea: 'Train a second model to prefer the better of two siblings; how much likelier than the policy it finds a step is that step’s reward, and its z-score joins the response’s.',
  formula: String.raw`\hat A_t = \hat A_i + \alpha\, \frac{r_t - \operatorname{mean}(r)}{\operatorname{std}(r)}, \qquad r_t = \beta \sum_{s \in k(t)} \big(\log\pi_\phi(a_s) - \log\pi_\mathrm{old}(a_s)\big)`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of every token of the step' },
    '\\hat A_i': { is: 'advantage', text: 'z-score of the response’s reward in its group' },
    '\\alpha': { is: 'stepWeight', text: 'weight of the steps' },
    r_t: { is: 'stepReward', text: 'implicit reward of its step k: of all tokens of the step' },
    '\\beta': { is: 'prmBeta', text: 'size of implicit rewards' },
    '\\log\\pi_\\phi(a_s)': { is: 'modelLogp', text: 'log-probability under the reward model' },
    '\\log\\pi_\\mathrm{old}(a_s)': { is: 'oldLogp', text: 'log-probability under the policy that sampled' },
  },
  claim:
    'Needs no labels of steps: on fork-tokens watch how many pairs of siblings the model orders right (pairAccuracy), and the rewards of forks beside those of fillers. Groups that all fail or all succeed still teach through what it learned from others. The paper’s success rates are on WebShop, Sokoban and SOTOPIA.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'The paper’s reward model is a network like the policy. Here it is a table of log-ratios by what it sees; it is not normalised, which changes rewards by a number per situation only.',
    'Steps are compared with all steps of the group: their z-score has size 1 even when the model knows nothing yet.',
    'The paper clips one ratio per step, the product over its tokens; here every token keeps its own, which differs only in steps of several tokens.',
    'β, the learning rate and α were not to be found; a log may bring its own model as prmLogp.',
  ],
  versusGrpo:
    'Adds the z-score of implicit step rewards from a model that is trained on pairs of siblings along the way.',
  tasks: ['fork-tokens', 'token-tree'],
  standIn:
    'The step reward model is a table of log-ratios, fitted anew every iteration; the paper trains a language model as large as the policy.',
  training: oneHardProblem,
  defaults: { ddof: 0, epsilon: 1e-6 },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['advantage', 'oldLogp', 'problem'],
      params: {
        stepWeight: number({ label: 'Weight of steps α', default: 1, min: 0, max: 10, note: '0 is GRPO.' }),
        ...implicitRewardParams,
      },
      compute: (batch, { stepWeight, stepEpsilon, stepDdof, prmSees, ...how }, { state }) => {
        const keys = sightings(batch, prmSees)
        const before = isTilt(state) ? state : new Map<string, number>()
        const after = fitPairs(batch, keys, before, how)
        const ratio = (tilt: typeof after) =>
          batch.oldLogp.map((old, t) => (batch.prmLogp ? batch.prmLogp[t]! - old : (tilt.get(keys[t]!) ?? 0)))
        const logRatio = ratio(after)
        const { stepReward, stepAdvantage } = zScoredActions(batch, actionsOf(batch), logRatio, {
          prmBeta: how.prmBeta,
          stepEpsilon,
          stepDdof,
        })
        const mask = maskOf(batch)
        const modelLogp = batch.oldLogp.map((old, t) => old + logRatio[t]!)
        return {
          credit: spread(batch, batch.advantage).map((a, t) => a + mask[t]! * stepWeight * stepAdvantage[t]!),
          explain: {
            ...tokenColumns({ stepReward, stepAdvantage, modelLogp }),
            pairAccuracy: { extent: 'group', values: pairAccuracy(batch, ratio(before)) },
          },
          state: after,
        }
      },
    }),
  },
})
