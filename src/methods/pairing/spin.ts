import { toPairs } from '../../core/formulas/pairing.ts'
import { defineMethod, pairing } from '../../core/method.ts'
import { demonstratedPairs } from './spin.math.ts'

/** Golden: uclaml/SPIN spin/alignment/trainer.py SPINTrainer (a12ba80). */
export default defineMethod({
  id: 'spin',
  title: 'SPIN',
  paper: {
    title: 'Self-play fine-tuning converts weak language models to strong language models',
    id: '2401.01335',
    year: 2024,
  },
  idea: 'Play against yourself of the last iteration: prefer a demonstration to your own response, until nobody can tell the two apart.',
  formula: String.raw`\mathcal L = -\log\sigma\big(\lambda\,(l_{\text{real}} - l_{\text{own}})\big), \quad l_i = \sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{old}}(y_t)\big)`,
  symbols: {
    l_i: {
      is: 'logRatioToRef',
      text: 'log-ratio of a response to the opponent: a demonstration’s and that of an own response',
    },
    '\\lambda': { is: 'dpoBeta', text: 'how far one iteration goes' },
    '\\log\\pi_{\\text{old}}(y_t)': {
      is: 'oldLogp',
      text: 'log-probability at the start of the update, under opponent and reference in one',
    },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability now' },
  },
  claim:
    'Demonstrations alone go further than imitating them: own mistakes are pushed down too. The paper’s game ends where the policy is the distribution of the demonstrations, and no sooner; those here show one right way.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The reference moves: it is renewed in every iteration, so that nothing holds the policy near its start.',
    'With a single update per iteration the log-ratios are 0 when the gradient is taken, and its size says nothing of the pair.',
    'A response that equals its demonstration pulls nowhere.',
  ],
  versusGrpo: 'Demonstrations against own responses in a logistic loss, and no reward.',
  standIn:
    'The task’s own right answers are the demonstrations. Every iteration here is a few passes over one batch, where the released runs take several epochs over thousands of pairs and mix in those of the iteration before.',
  tasks: ['modular-arithmetic', 'token-tree', 'countdown'],
  training: { because: 'several passes over the pairs of one opponent', params: { innerEpochs: 4 } },
  defaults: { pairReference: 'previous' },
  slots: {
    sampler: 'sft',
    pairing: pairing({
      needs: ['external'],
      compute: batch => ({ pairs: toPairs(demonstratedPairs(batch)) }),
    }),
    objective: 'dpo',
    aggregation: 'token-sum',
  },
})
