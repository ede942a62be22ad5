import { credit, defineMethod } from '../../core/method.ts'
import { attemptCredit, scoreParams } from './score-rl.math.ts'

/** Golden: derived from arXiv 2409.12917; no code is published. */
export default defineMethod({
  id: 'score-rl',
  title: 'SCoRe',
  paper: {
    title: 'Training language models to self-correct via reinforcement learning',
    id: '2409.12917',
    year: 2024,
  },
  idea: 'First teach the second attempt while the first stays as it was, then train both and pay a bonus for what the second repairs.',
  formula: String.raw`\hat A_t = w_k - \bar w_k, \qquad w_2 = r_2 + \alpha\,(r_2 - r_1) - \beta_1\, \mathrm{KL}_2`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of a token of attempt k' },
    w_k: { is: 'attemptWorth', text: 'what that attempt is worth' },
    '\\bar w_k': { is: 'siblingsMean', text: 'the same, mean of the siblings' },
    '\\alpha': { is: 'repairBonus', text: 'size of the bonus; none in stage I' },
    '\\beta_1': { is: 'driftPrice', text: 'price of drift from the base policy' },
    r_1: { is: 'attempt', text: '1 if the first answer is right; in stage I only drift counts there' },
    r_2: { is: 'attempt', text: '1 if the last answer is right' },
  },
  claim:
    'Plain training in two attempts ends with a right first answer and a second one that changes nothing; the paper’s stages keep repair alive. Watch the curves repaired and spoiled: in the first twenty iterations on two-attempts second looks come to repair twice as many answers as at the start. Once first answers are right, looking again dies out here too: it is optional.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Were the first attempt credited with the bonus, being wrong first would pay: here each attempt is credited with its own worth.',
    'With α = 0 and no price on the first attempt it is ordinary training in two attempts, which makes the first one right and copies it.',
    'A response with one answer only counts as two equal attempts.',
  ],
  versusGrpo: 'Each attempt has its own reward and baseline, and two stages follow each other.',
  tasks: ['two-attempts'],
  training: {
    because: 'sums that may be answered twice',
    at: { task: 'two-attempts', policy: 'tabular' },
    params: { groupSize: 16, learningRate: 0.1 },
  },
  slots: {
    credit: credit({
      needs: ['attempt', 'oldLogp', 'refLogp'],
      params: scoreParams,
      compute: (batch, params, { iteration }) => attemptCredit(batch, params, iteration),
    }),
    probe: 'srpo-reflection',
  },
})
