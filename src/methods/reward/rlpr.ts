import { rolloutColumns } from '../../core/estimator.ts'
import { besideTruth } from '../../core/formulas/votes.ts'
import { advantage, defineMethod, probe, reward } from '../../core/method.ts'
import { filterParams, noSpreads, paid, rewardParams, type Spreads, shaped, varied } from './rlpr.math.ts'

/** The state of the advantage slot, which only this method writes. */
const known = (state: unknown): Spreads => (state ?? noSpreads) as Spreads

/** Golden: OpenBMB/RLPR reward_manager/prob.py, core_algos.py, ray_trainer.py (8490fca). */
export default defineMethod({
  id: 'rlpr',
  title: 'RLPR',
  paper: { title: 'RLPR: extrapolating RLVR to general domains without verifiers', id: '2506.18254', year: 2025 },
  idea: 'Pay thoughts for how likely they make the right answer, less how likely it was without a thought: no answer need be compared.',
  formula: String.raw`r_i = (1 - w)\, \hat r_i + w f_i, \qquad \hat r_i = \operatorname{clip}(p_i - p_0,\, 0,\, 1)`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i' },
    '\\hat r_i': { is: 'gain', text: 'what its thoughts gain, after shaping' },
    p_i: { is: 'answerScore', text: 'mean probability of the right answer’s tokens after its thoughts' },
    p_0: { is: 'plainScore', text: 'the same for the starting policy, without thoughts' },
    f_i: { is: 'formed', text: 'whether an answer could be read in it' },
    w: { is: 'formWeight', text: 'weight of the form' },
  },
  claim:
    'A graded reward from the policy alone: paidByTruth says how much it ranks responses as a verifier would, and pass@1 rises without one, more slowly than with it, since here answers decide more than thoughts. They are of one to three tokens, so that a product of probabilities does as well as their mean.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'What the response answers is not looked at: right thoughts with a wrong answer are paid as right.',
    'The score without thoughts is measured once, of the starting policy: later, what the answer gained by training counts as the thoughts’ merit.',
    'In the released trainer groups of little spread are replaced by others; here they give no advantage.',
    'It rounds the score to sixteen bits, and fines loops of ten times ten words, longer than responses here.',
  ],
  versusGrpo:
    'The probability of the right answer is paid in the verifier’s place, and groups of little spread are left out.',
  tasks: ['two-attempts', 'modular-arithmetic'],
  slots: {
    reward: reward({
      needs: ['answerScore', 'plainScore'],
      params: rewardParams,
      compute: (batch, { shaping, steepness, formWeight }) => {
        const gain = batch.answerScore.map((score, i) =>
          shaped(score - batch.plainScore[batch.group[i]!]!, shaping, steepness),
        )
        const formed = gain.map((_, i) => (batch.answer?.[i] === '' ? 0 : 1))
        return {
          reward: gain.map((own, i) => paid(own, formed[i]!, formWeight)),
          explain: rolloutColumns(['gain', 'formed'], { gain, formed }),
        }
      },
    }),
    advantage: advantage({
      params: filterParams,
      compute: (batch, rules, { state }) => varied(batch, rules, known(state)),
    }),
    probe: probe({ needs: ['correct'], compute: batch => ({ metrics: besideTruth(batch) }) }),
  },
})
