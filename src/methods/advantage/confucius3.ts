import { perGroup } from '../../core/estimator.ts'
import { mean } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: derived from equations 2 and 3 of the report. */
export default defineMethod({
  id: 'confucius3',
  title: 'Confucius3, hardness weighting',
  paper: {
    title: 'Confucius3-Math: a lightweight high-performance reasoning LLM for Chinese K-12 mathematics learning',
    id: '2506.18330',
    year: 2025,
  },
  idea: 'Weigh a problem by how hard this policy finds it: the lower its group’s mean, the larger all of its advantages.',
  formula: String.raw`\hat A_i = (R_i - \mu)\,(a\mu + b), \qquad R_i = \pm 1`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    R_i: { is: 'sign', text: '1 for a correct response, -1 for a wrong one' },
    '\\mu': { is: 'mean', text: 'their mean over the group, -1 to 1' },
    a: { is: 'slope', text: 'how the weight changes with the mean' },
    b: { is: 'intercept', text: 'weight where half are correct' },
  },
  claim:
    'Hard problems count up to half as much again as easy ones, without GRPO’s preference for the nearly solved. Its scale is larger too, which at one learning rate is part of any lead. Split the curve by difficulty.',
  panel: 'groups',
  confidence: 'paper-verified',
  pitfalls: [
    'The report’s third device, a buffer of surplus groups for the next update, is not part of this recipe: groups without signal are dropped and drawn again.',
    'The advantages live on a scale of -1 to 1, twice that of rewards 0 and 1.',
    'Graded rewards are reduced to correct or wrong: a reward above 0 is correct where nothing else says so.',
  ],
  versusGrpo: 'A falling straight line in the group’s mean replaces division by the spread.',
  tasks: ['modular-arithmetic', 'countdown'],
  standIn:
    'Groups without signal are dropped and drawn again; the report also keeps surplus groups in a buffer for the next update.',
  slots: {
    curriculum: 'dapo',
    advantage: advantage({
      params: {
        slope: number({ label: 'Slope a', default: -0.256, paper: -0.256, min: -2, max: 2 }),
        intercept: number({ label: 'Intercept b', default: 1.256, paper: 1.256, min: 0, max: 5 }),
      },
      compute: (batch, { slope, intercept }) =>
        perGroup(batch, ['sign', 'mean', 'hardness'], (members, out) => {
          const correct = (i: number) => (batch.correct ? batch.correct[i]! > 0 : batch.reward[i]! > 0)
          const centre = mean(members.map(i => (correct(i) ? 1 : -1)))
          for (const i of members) {
            out.sign[i] = correct(i) ? 1 : -1
            out.mean[i] = centre
            out.hardness[i] = slope * centre + intercept
            out.advantage[i] = (out.sign[i]! - centre) * out.hardness[i]!
          }
        }),
    }),
    aggregation: 'seq-mean-token-sum',
  },
})
