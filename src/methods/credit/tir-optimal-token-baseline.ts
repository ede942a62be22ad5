import { tokenRewards } from '../../core/episode.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { tokenBaseline, tokenBaselineParams } from '../../core/formulas/token-baseline.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice } from '../../core/params.ts'

/** Golden: verl compute_multi_turn_optimal_token_baseline_advantage (0.9.1, b178a3c). */
export default defineMethod({
  id: 'tir-optimal-token-baseline',
  title: 'Optimal token baseline, several turns',
  paper: { title: 'Optimal token baseline', id: '2602.07078', year: 2026 },
  idea: 'The optimal token baseline for responses that the world interrupts: places count generated tokens only, so that the third word of one response meets the third word of another.',
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
    'With replies of different lengths in between, baselines stay comparable where the plain version mixes unlike places. On one turn the two agree except in the tail of the longest response.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Returns are summed across replies of the world, as REINFORCE++’s are.',
    'The longest response of a group has no baseline beyond the second-longest, so its tail keeps the raw reward: long successes are praised more.',
  ],
  versusGrpo: 'A baseline per generated token instead of one per group, weighted by gradient energy.',
  tasks: ['length-budget', 'fork-tokens'],
  shipped: ['verl'],
  slots: {
    credit: credit({
      needs: ['oldLogp', 'collision'],
      params: {
        tail: choice({
          label: 'Where one response is left',
          options: ['own', 'none'],
          default: 'none',
          verl: 'none',
          meaning: { own: 'it is its own baseline: no credit there', none: 'no baseline: its raw return' },
        }),
        ...tokenBaselineParams,
      },
      compute: (batch, { tail, energyRatio, energyCap, epsilon }) => {
        const options = {
          places: 'generated',
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
