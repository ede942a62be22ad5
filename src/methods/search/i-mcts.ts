import { treeFrom } from '../../core/formulas/mcts.ts'
import { treeParams } from '../../core/formulas/mcts-params.ts'
import { defineMethod, search } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { iMcts } from './i-mcts.math.ts'

/** Golden: derived; how fast measurements replace the estimate is assumed, from none at all to alone. */
export default defineMethod({
  id: 'i-mcts',
  title: 'I-MCTS',
  paper: {
    title: 'I-MCTS: enhancing agentic AutoML via introspective Monte Carlo tree search',
    id: '2502.14693',
    year: 2025,
  },
  idea: 'Propose each child in the light of what its siblings and their kind came to, and let a place’s value pass from a cheap estimate to measurements as these arrive.',
  formula: String.raw`V = (1 - w)\,\hat v + w\,\bar r, \quad w = \min\Big(1, \frac{n}{n_\text{full}}\Big)`,
  symbols: {
    '\\hat v': { is: 'judgedValue', text: 'cheap estimate: what the judge says of the place' },
    '\\bar r': { is: 'tokens', text: 'mean of what the judge said of responses drawn to their end below it' },
    'n_\\text{full}': { is: 'fullMeasurements', text: 'measurements from which on the estimate does not count' },
  },
  claim:
    'Estimates guide while nothing is measured, and do no harm later, when they err. Not proposing again what failed spares dear evaluations where the same step is wrong in many places; where steps mean different things in different places, it avoids what might have been right.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'A place that nobody visited comes before all others: wide trees are visited once everywhere before they grow deep.',
    'Measurements are of what the policy makes of a place, not of the best that could be made of it.',
    'With the penalty at 1, one poor measurement bars a step for good.',
  ],
  versusGrpo: 'Nothing is trained: the policy is searched.',
  standIn:
    'The paper’s nodes are programs that train models, and a model of language introspects; here nodes are prefixes, a measurement is a response drawn to its end and judged, and introspection is a penalty on tokens that failed at the same depth.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        ...treeParams,
        uctWeight: number({ label: 'Exploration c', default: 1.4, min: 0, max: 10, note: 'How much rarity counts.' }),
        fullMeasurements: number({
          label: 'Measurements that count alone',
          default: 3,
          min: 1,
          max: 100,
          integer: true,
          note: 'With fewer, the estimate counts for the rest.',
        }),
        failurePenalty: number({
          label: 'Penalty of failures',
          default: 0.5,
          min: 0,
          max: 1,
          note: 'How far poor measurements below a token, at the same depth, lower its chance to be proposed; 0 proposes as the policy does.',
        }),
      },
      compute: async (handle, _, params, { draw }) => {
        const { root, finished } = await iMcts(
          handle,
          {
            simulations: params.simulations,
            branches: params.treeBranches,
            c: params.uctWeight,
            full: params.fullMeasurements,
            penalty: params.failurePenalty,
          },
          draw,
        )
        return { candidates: finished, tree: treeFrom(root) }
      },
    }),
    selection: 'best-of-n',
  },
})
