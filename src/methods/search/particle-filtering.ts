import { treeOf } from '../../core/formulas/search-tree.ts'
import { stepParams } from '../../core/formulas/searching.ts'
import { defineMethod, search } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { annealed, annealParams, gibbs } from './particle-filtering.math.ts'

/** Golden: probabilistic-inference-scaling src/sal/search/particle_gibbs.py, particle_gibbs_kernel (f75d461). */
export default defineMethod({
  id: 'particle-filtering',
  title: 'Particle filtering',
  paper: {
    title:
      'A probabilistic inference approach to inference-time scaling of LLMs using particle-based Monte Carlo methods',
    id: '2502.01618',
    year: 2025,
  },
  idea: 'Let n responses grow side by side; after every step draw anew which of them go on, in proportion to the odds that a judge gives each.',
  formula: String.raw`w_i = \frac{o_i^{1/T}}{\sum_j o_j^{1/T}}, \qquad o_i = \frac{v(y_{i,\le t})}{1 - v(y_{i,\le t})}, \qquad \text{ancestors} \sim w`,
  symbols: {
    'v(y_{i,\\le t})': { is: 'judgedValue', text: 'what the judge says of particle i after step t' },
    T: { is: 'particleTemperature', text: 'large: nobody is preferred; small: the best is copied' },
  },
  claim:
    'A search that keeps its doubts: under a judge that errs anew at each question, weak particles live on for a while and may recover, where a beam has dropped them. A judge that always over-rates some places misleads it as surely as a beam.',
  panel: 'search',
  confidence: 'code-verified',
  pitfalls: [
    'The weight at every step is the odds of the present score, not its change: drawing at every step aims at the policy times the product of all odds on the way, not times the last.',
    'Odds know no limit: one score near 1 takes all particles.',
    'Particles that are copies of each other count once in what they can find: watch any right.',
    'With one particle it is plain sampling.',
  ],
  versusGrpo: 'Nothing is trained: responses are weeded while they are written.',
  standIn:
    'The judge is the exact chance of success with an error added, in place of a trained process reward model; its error is a parameter.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        ...stepParams,
        particleTemperature: number({
          label: 'Temperature T of the odds',
          default: 1,
          paper: 1,
          min: 0.01,
          max: 1000,
          scale: 'log',
          note: 'Large: every particle is as likely to go on; small: the best is copied.',
        }),
        ...annealParams,
        finishedParticles: choice({
          label: 'Finished particles',
          options: ['stay', 'compete'],
          default: 'stay',
          paper: 'stay',
          meaning: {
            stay: 'are kept, and the others are drawn among themselves',
            compete: 'are drawn again with the others, by their last score',
          },
        }),
        gibbsPasses: number({
          label: 'Passes',
          default: 1,
          paper: 1,
          min: 1,
          max: 16,
          integer: true,
          aside: true,
          note: 'Later passes run around a finished particle of the one before (particle Gibbs).',
        }),
      },
      compute: async (handle, groupSize, params, { draw }) => {
        const { particleTemperature: from, annealTo, annealSteps: total, gibbsPasses } = params
        const { rounds, paths } = await gibbs(
          handle,
          {
            particles: groupSize,
            stepTokens: params.stepTokens,
            maxSteps: params.maxSteps,
            temperatureAt: step => (total === 0 ? from : annealed(step, { from, to: annealTo, total })),
            finished: params.finishedParticles,
          },
          gibbsPasses,
          draw,
        )
        const all = [...rounds.flatMap(round => round.paths), ...paths]
        return { candidates: paths.map(({ tokens }) => tokens), tree: treeOf(all) }
      },
    }),
    selection: 'best-of-n',
  },
})
