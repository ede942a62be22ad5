import { defineMethod, objective } from '../../core/method.ts'
import { fipoLoss, fipoParams } from './fipo.math.ts'

/** Golden: ms-swift GRPOTrainer._compute_fipo_influence and the loss of _compute_loss_and_metrics (3602360). */
export default defineMethod({
  id: 'fipo',
  title: 'FIPO',
  paper: {
    title: 'FIPO: eliciting deep reasoning with future-KL influenced policy optimization',
    id: '2603.19835',
    year: 2026,
  },
  idea: 'A token matters if what follows it is being learned: weigh each token by how much likelier the update has already made the rest of its response.',
  formula: String.raw`\mathcal L_t = -f_t \min\big(\rho_t \hat A_t,\ \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}})\, \hat A_t\big), \quad F_t = \sum_{k \ge t} 2^{-(k-t)/h} \log\rho_k, \quad f_t \approx \operatorname{clip}(e^{F_t}, 1, 1 + \kappa)`,
  symbols: {
    f_t: { is: 'influence', text: 'weight of token t, without gradient' },
    F_t: { is: 'futureKl', text: 'discounted sum of its own and all later log-ratios' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    h: { is: 'halfLife', text: 'tokens after which a move counts half' },
    '\\kappa': { is: 'influenceRange', text: 'how far the weight may leave 1' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Ma et al. report that dense credit by the future breaks the stagnation of response length under DAPO, and better results with it. Here: with several updates per batch early tokens of responses that are being learned weigh up to 1 + κ; look at the weight on the credit map. What it changes in the end at this size was not measured.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'At the first update of a batch every log-ratio is 0 and every weight 1: with one update per batch it is GRPO.',
    'The sum counts responses that are becoming likelier, good or bad: where the credit is negative, a large weight pushes harder against what the last update did.',
    'In ms-swift the option delta does two things: it leaves a token out of the sums of earlier ones and it cuts its ratio; the token keeps its own weight.',
    'A range of 0 does not switch the weight off, it frees it.',
  ],
  versusGrpo: 'The clipped loss of each token is weighed by how the tokens after it have moved.',
  tasks: ['modular-arithmetic', 'fork-tokens'],
  shipped: ['ms-swift'],
  training: {
    because: 'several updates per batch: at the first one nothing has moved and every weight is 1',
    params: { innerEpochs: 4, minibatches: 2 },
  },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      params: fipoParams,
      compute: (tf, tensors, params) => fipoLoss(tf, tensors, params),
    }),
  },
})
