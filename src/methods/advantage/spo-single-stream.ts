import type { Batch } from '../../core/batch.ts'
import { rolloutColumns, whitenScored } from '../../core/estimator.ts'
import {
  firstTracker,
  memory,
  samplingWeight,
  startOf,
  startParams,
  type Trackers,
  trackAll,
  trackedValue,
  whitenParams,
} from '../../core/formulas/value-tracker.ts'
import { advantage, curriculum, defineMethod, type SlotContext } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { drawWeighted } from '../../core/rng.ts'
import { singleStream } from '../../core/trainings.ts'

const known = ({ state }: Pick<SlotContext, 'state'>) => (state ?? {}) as Trackers
const outcomes = ({ group, reward }: Batch, problems: ArrayLike<number>) =>
  Array.from(reward, (r, i) => ({ problem: problems[group[i]!]!, reward: r }))

/** Golden: verl-recipe spo/spo_ray_trainer.py, fit (48ea0a7). */
export default defineMethod({
  id: 'spo-single-stream',
  title: 'SPO, single stream',
  paper: { title: 'Single-stream policy optimization', id: '2509.13232', year: 2025 },
  idea: 'Remember each problem’s success rate between iterations and use it as the baseline, so that one response per problem is enough and none is wasted.',
  formula: String.raw`\hat A_i = \frac{(r_i - v_x) - \operatorname{mean}}{\operatorname{std}}, \qquad \alpha_x \leftarrow \rho\,\alpha_x + r_i, \quad v_x = \frac{\alpha_x}{\alpha_x + \beta_x}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i, standardised over the batch' },
    r_i: { is: 'reward', text: 'its reward' },
    v_x: { is: 'trackedValue', text: 'success rate of its problem, as remembered before this iteration' },
    '\\alpha_x': { is: 'trackedValue', text: 'successes that are remembered; it is their share' },
    '\\beta_x': { is: 'trackedValue', text: 'failures that are remembered' },
    '\\rho': { is: 'rho', text: 'how much of the past is kept at each visit' },
  },
  claim:
    'No response is wasted: each is compared with a memory of its problem, which ties only when the memory is exact. Watch the curve “Responses with signal”.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The released code forgets faster when the policy moved since the last visit, with ρ between 0.875 and 0.96; that is spo-adaptive-memory. Here ρ is constant, the paper’s simpler option.',
    'It starts from eight responses per problem drawn beforehand; here every problem starts at one half, or as if so many had been drawn with one success rate for all.',
    'Chooser and baseline each keep the same memory: slots do not see each other’s state.',
  ],
  versusGrpo: 'The baseline is the problem’s own past instead of its siblings; the spread is that of the batch.',
  tasks: ['bandit', 'modular-arithmetic', 'countdown'],
  standIn:
    'Every problem starts at an expected reward of one half; the paper draws eight responses to each beforehand and starts from their mean.',
  training: singleStream,
  slots: {
    advantage: advantage({
      needs: ['problem'],
      params: {
        rho: number({ ...memory, label: 'Memory ρ', note: '0.875 remembers about 8 visits, 0.96 about 25.' }),
        ...startParams,
        ...whitenParams,
      },
      compute: (batch, { rho, whitenEpsilon, whitenDdof, ...started }, context) => {
        const before = known(context)
        const first = startOf(started, rho)
        const value = Float32Array.from(batch.group, g => trackedValue(before[batch.problem[g]!] ?? first))
        const raw = batch.reward.map((r, i) => r - value[i]!)
        return {
          advantage: whitenScored(batch.reward, raw, whitenEpsilon, whitenDdof),
          explain: rolloutColumns(['trackedValue', 'raw'], { trackedValue: value, raw }),
          state: trackAll(before, outcomes(batch, batch.problem), rho, first),
        }
      },
    }),
    curriculum: curriculum({
      params: {
        chooserRho: number({ ...memory, label: 'Chooser’s memory ρ', note: '1 forgets nothing.' }),
        floor: number({
          label: 'Floor of the weight',
          default: 0.05,
          paper: 0.05,
          min: 0.001,
          max: 1,
          note: 'Lets solved problems come back.',
        }),
      },
      choose: (pool, count, { floor }, context) => {
        const trackers = known(context)
        const weights = Array.from({ length: pool.size }, (_, x) =>
          samplingWeight(trackers[x] ?? firstTracker(), floor),
        )
        const choices = Array.from({ length: count }, () => {
          const chosen = drawWeighted(context.draw, weights)
          if (count <= pool.size) weights[chosen] = 0
          return { problem: chosen }
        })
        return { choices }
      },
      observe: (batch, problems, { chooserRho }, context) =>
        trackAll(known(context), outcomes(batch, problems), chooserRho),
    }),
  },
})
