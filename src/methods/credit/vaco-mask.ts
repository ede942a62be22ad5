import { rolloutColumns, tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { staleSampler } from '../../core/trainings.ts'
import { keptByVaco, maskParams } from './vaco-mask.math.ts'

/** Golden: open-instruct grpo_utils.compute_rho_correction (e6c3044). */
export default defineMethod({
  id: 'vaco-mask',
  title: 'VACO mask',
  paper: {
    title: 'Align and filter: improving performance in asynchronous on-policy RL',
    id: '2603.01365',
    year: 2026,
  },
  idea: 'Where a response has drifted too far from its sampler, leave out the tokens whose update would widen the gap; those that would close it still train.',
  formula: String.raw`M_t = \mathbb 1\big[D \le \delta \ \text{or}\ \hat A \log\kappa_t \le 0\big], \quad D = \frac{1}{|y|}\sum_{s \le |y|} |\kappa_s - 1|, \quad \kappa_t = \frac{\pi_{\text{old}}(y_t)}{\pi_{\text{sampler}}(y_t)}`,
  symbols: {
    M_t: { is: 'kept', text: '1 for tokens that are trained' },
    D: {
      is: 'divergence',
      text: 'mean distance of the response’s ratios from 1: twice its total variation, as sampled',
    },
    '\\delta': { is: 'maskHigh', text: 'largest distance that is left alone' },
    '\\hat A': { is: 'advantage', text: 'advantage of the response' },
    '|y|': { is: 'length', text: 'tokens of the response' },
    '\\pi_{\\text{old}}(y_t)': { is: 'oldProbability', text: 'probability of token t at the start of the update' },
    '\\pi_{\\text{sampler}}(y_t)': { is: 'samplerProbability', text: 'probability with which it was drawn' },
  },
  claim:
    'Honari and colleagues: filtering by the sign of the advantage keeps a lagging learner inside a trust region without throwing away the updates that lead back. With a stale sampler, in a response beyond δ of positive advantage exactly the tokens that have grown likelier fall silent; look at the credit map.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Silent tokens stay in the denominator.',
    'open-instruct measures distances of ratios, which have no upper end; its later versions measure probabilities, with other bounds.',
    'Weights and mask are apart: a token that is kept still weighs its own ratio, at most 2.',
    'An advantage of 0 never drops a token.',
  ],
  versusGrpo: 'Tokens that would widen a gap to the sampler give no gradient; the others are weighed.',
  tasks: ['bandit', 'modular-arithmetic'],
  shipped: ['open-instruct'],
  training: staleSampler,
  defaults: { samplerCorrection: 'token' },
  conventions: { 'open-instruct': { samplerCap: 2, samplerFloor: 0, samplerLogLimit: 10 } },
  slots: {
    advantage: 'grpo',
    credit: credit({
      needs: ['advantage', 'oldLogp', 'samplerLogp'],
      params: maskParams,
      compute: (batch, params) => {
        const { kept, divergence, share } = keptByVaco(batch, params)
        return {
          credit: share.map((a, t) => a * kept[t]! + 0),
          explain: { ...tokenColumns({ kept }), ...rolloutColumns(['divergence'], { divergence }) },
        }
      },
    }),
  },
})
