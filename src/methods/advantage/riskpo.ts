import { groupMembers } from '../../core/batch.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { shuffled } from '../../core/rng.ts'
import { type Graded, gradeBundle, riskParams, trackQuantiles } from './riskpo.math.ts'

const names = ['paperScore', 'paperValue', 'lowQuantile', 'highQuantile'] as const

/** Golden: RiskPO compute_grpo_bundle_rvar_outcome_advantage_quantile_tracking (65ec40c). */
export default defineMethod({
  id: 'riskpo',
  title: 'RiskPO',
  paper: { title: 'RiskPO: risk-based policy optimization via verifiable reward', id: '2510.00911', year: 2025 },
  idea: 'Bundle problems into papers, score papers as a whole, and care about the bad and middling papers: the best have nothing left to teach.',
  formula: String.raw`A_k = \frac{w\,\mathrm{CVaR}_k + \mathrm{RVaR}_k}{w + 1}, \qquad \mathrm{CVaR}_k = -\frac{(q_a - s_k)^+}{a}, \qquad \mathrm{RVaR}_k = \frac{(s_k - q_a)^+ - (s_k - q_b)^+}{b - a}, \qquad s_k = \sum_{x=1}^{B} r_{x,k}`,
  symbols: {
    A_k: { is: 'paperValue', text: 'value of paper k, shared out over its answers' },
    s_k: { is: 'paperScore', text: 'sum of the paper’s rewards' },
    q_a: { is: 'lowQuantile', text: 'score that a share a of papers stays below' },
    a: { is: 'lowLevel', text: 'size of the lower tail' },
    w: { is: 'tailWeight', text: 'weight of the tail against the middle' },
    q_b: { is: 'highQuantile', text: 'score that a share b of papers stays below' },
    b: { is: 'highLevel', text: 'where the middle ends' },
    B: { is: 'bundle', text: 'problems in a bundle: a paper holds one answer to each' },
    'r_{x,k}': { is: 'reward', text: 'reward of the k-th answer to problem x' },
  },
  claim:
    'Entropy falls more slowly than under GRPO, and bundles tie less often than groups of 0 and 1. Where problems share no weights, bundling is noise: expect little of it on the bandit.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The released sharing divides by a sum of deviations that can have the opposite sign of the paper’s value: then the wrong answer is praised and the right one punished.',
    'Where all papers of a bundle agree the original divides by 1e-6; here such a bundle is silent when divided by the deviation.',
    'The released script and the configuration file differ: levels 0.2/0.8 against 0.1/0.9, track against mix, sum-mean against uniform.',
    'The released code can also subtract running means of both terms from them; that is left out.',
    'Answers beyond those of the least answered problem of the bundle get 0.',
  ],
  versusGrpo: 'Bundles of problems take the place of groups, and quantiles the place of the mean.',
  tasks: ['modular-arithmetic', 'countdown'],
  slots: {
    advantage: advantage({
      params: riskParams,
      compute: (
        batch,
        { bundle, bundling, lowLevel, highLevel, trackRate, riskEpsilon, ...params },
        { draw, state },
      ) => {
        const tracked = state as readonly number[] | undefined
        const groups = groupMembers(batch).map(members => members.filter(i => !Number.isNaN(batch.reward[i]!)))
        const filled = groups.filter(members => members.length > 0)
        const order = bundling === 'shuffled' ? shuffled(filled, draw) : [...filled]
        const grading = {
          ...params,
          levels: [lowLevel, highLevel],
          tracked,
          epsilon: riskEpsilon,
          normalise: params.paperStd === 'on',
        } as const
        const graded: Graded[] = []
        while (order.length > 0) graded.push(...gradeBundle(batch.reward, order.splice(0, bundle), grading))
        const column = (name: 'advantage' | (typeof names)[number]) => {
          const values = new Float32Array(batch.rollouts)
          for (const answer of graded) values[answer.rollout] = answer[name]
          return values
        }
        const explained = Object.fromEntries(
          names.map(name => [name, { extent: 'rollout' as const, values: column(name) }]),
        )
        const scores = graded.filter(({ first }) => first).map(({ paperScore }) => paperScore)
        return { advantage: column('advantage'), explain: explained, state: trackQuantiles(tracked, scores, trackRate) }
      },
    }),
  },
})
