import { tokenRewards } from '../../core/episode.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { tokenBaseline, tokenBaselineParams } from '../../core/formulas/token-baseline.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice } from '../../core/params.ts'

/** Golden: verl compute_optimal_token_baseline_advantage (0.9.1, b178a3c). */
export default defineMethod({
  id: 'optimal-token-baseline',
  title: 'Optimal token baseline',
  paper: { title: 'Optimal token baseline', id: '2602.07078', year: 2026 },
  idea: 'Give every place in the response its own baseline: the siblings’ returns, each weighted by how much gradient it has produced so far.',
  formula: String.raw`c_{i,t} = G_{i,t} - B_t, \qquad B_t = \frac{\sum_j W_{j,t} G_{j,t}}{\sum_j W_{j,t} + \varepsilon}`,
  symbols: {
    'c_{i,t}': { is: 'credit', text: 'credit of token t of response i' },
    'G_{i,t}': { is: 'return', text: 'reward from token t on' },
    B_t: { is: 'baseline', text: 'baseline of the group at place t' },
    'W_{j,t}': {
      is: 'energy',
      text: 'squared norm of the gradients of response j up to token t: 1 - 2π(y) + Σπ² each',
    },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
  },
  claim:
    'Least gradient variance without the assumption that every token weighs the same; the paper trains with 4 responses per problem as well as with 32. Compare the gradient norm’s scatter with that of RLOO at a small group size.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Places are counted across what the world wrote, so in several turns unlike tokens share a baseline; the multi-turn version counts generated tokens.',
    'Beyond the second-longest response the longest is its own baseline and gets no credit; verl has let it keep its raw return by default since 0.9.',
    'Unlike a mean that leaves the response out, this baseline depends on the response itself: a small bias.',
  ],
  versusGrpo: 'A baseline per place instead of one per group, weighted by gradient energy; no division by the spread.',
  tasks: ['fork-tokens', 'token-tree', 'modular-arithmetic'],
  shipped: ['verl'],
  slots: {
    credit: credit({
      needs: ['oldLogp', 'collision'],
      params: {
        tail: choice({
          label: 'Where one response is left',
          options: ['own', 'none'],
          default: 'own',
          verl: 'none',
          by: { 'verl-b178a3c': 'own' },
          meaning: { own: 'it is its own baseline: no credit there', none: 'no baseline: its raw return' },
        }),
        ...tokenBaselineParams,
      },
      // verl counts places in the response as it stands, with what the world wrote.
      seesWorld: () => true,
      compute: (batch, { tail, energyRatio, energyCap, epsilon }) => {
        const options = {
          places: 'all',
          freeTail: tail === 'none',
          weighted: energyRatio === 'on',
          cap: energyCap,
          epsilon,
        } as const
        const { credit: values, returns, baseline, energy } = tokenBaseline(batch, tokenRewards(batch), options)
        return { credit: values, explain: tokenColumns({ return: returns, baseline, energy }) }
      },
    }),
  },
})
