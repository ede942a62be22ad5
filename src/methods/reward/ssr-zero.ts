import { rolloutColumns } from '../../core/estimator.ts'
import { besideTruth } from '../../core/formulas/votes.ts'
import { mean } from '../../core/math.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { readScore } from './ssr-zero.math.ts'

/** Source: abstract and released description of arXiv 2505.16637. Golden numbers are derived from the definition. */
export default defineMethod({
  id: 'ssr-zero',
  title: 'SSR-Zero',
  paper: {
    title: 'SSR-Zero: simple self-rewarding reinforcement learning for machine translation',
    id: '2505.16637',
    year: 2025,
  },
  idea: 'Let the policy mark its own responses from 0 to 100 and learn from its marks; a mark from outside can be added.',
  formula: String.raw`r_i = \frac{s_i}{100} + w\, e_i`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i' },
    s_i: { is: 'mark', text: 'its mark, a whole number from 0 to 100' },
    w: { is: 'outsideWeight', text: 'weight of the mark from outside' },
    e_i: { is: 'outside', text: 'the mark from outside, here the verifier’s' },
  },
  claim:
    'Marks that are right more often than not are enough to learn from, until the policy has learned what the judge likes: on prm-hack the mean mark rises on while the truth falls, and inflation, the one less the other, tells by how much. A weight of 1 for the mark from outside turns the run round; the paper’s own judge of translations holds without it.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'A judge that gives all the same mark teaches nothing, however high the mark.',
    'What the judge writes in another form counts as 0, so that an unreadable judge looks like a stern one.',
    'A judge that is the policy itself changes with it: marks of different iterations cannot be compared.',
  ],
  versusGrpo: 'A judge’s graded mark is paid in the verifier’s place, or beside it.',
  tasks: ['prm-hack'],
  standIn:
    'The judge is the task’s own, who can be flattered and stays as it is; in the paper the policy itself is asked, and the mark from outside is a learned metric.',
  slots: {
    advantage: 'grpo',
    reward: reward({
      needs: ['judgement'],
      params: {
        outsideWeight: number({
          label: 'Weight of the outside mark',
          default: 0,
          paper: 0,
          min: 0,
          max: 10,
          note: 'The paper’s variant with a metric has 1.',
        }),
      },
      compute: ({ judgement, reward: outside }, { outsideWeight }) => {
        const own = judgement.map(said => readScore(String(Math.round(100 * said))))
        const added = outside.map(mark => outsideWeight * mark)
        return {
          reward: own.map((mark, i) => mark + added[i]!),
          parts: { own, outside: added },
          explain: rolloutColumns(['outside', 'mark'], { outside, mark: own.map(mark => 100 * mark) }),
        }
      },
    }),
    probe: probe({
      needs: ['correct', 'judgement'],
      compute: batch => ({
        metrics: { ...besideTruth(batch), inflation: mean(batch.judgement) - mean(batch.correct) },
      }),
    }),
  },
})
