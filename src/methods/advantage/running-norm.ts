import { rolloutColumns } from '../../core/estimator.ts'
import { standingParams } from '../../core/formulas/standing.ts'
import { standardise } from '../../core/math.ts'
import { advantage, defineMethod, type MethodState } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { deviationsBy, type Moments, meansBy, momentSources, noMoments, withValues } from './running-norm.math.ts'

/** Only this method writes its slot's state. */
const momentsOf = (state: MethodState) => (state as Moments | undefined) ?? noMoments

/** Golden: ROLL reward_norm, RunningMoments.update (8eb27cc). */
export default defineMethod({
  id: 'running-norm',
  title: 'Running normalisation',
  paper: { title: 'ROLL: reinforcement learning optimization for large-scale learning', id: '2506.06122', year: 2025 },
  idea: 'Standardise rewards by the mean and deviation of all rewards seen since the run began, so that one unlucky batch cannot move the yardstick.',
  formula: String.raw`\hat A_i = \frac{r_i - m}{s + \varepsilon}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    m: { is: 'mean', text: 'mean of all rewards so far, this batch among them' },
    s: { is: 'std', text: 'their deviation' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
  },
  claim:
    'The yardstick is steady, so batches can be compared with each other. It also remembers the beginning for ever: once the policy is much better than it was, nearly every answer lies above the mean and is pushed up. Watch the mean advantage of a batch climb away from 0.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'ROLL updates the moments with a batch before it normalises that batch.',
    'A first batch of equal rewards has no deviation: the batch after it is measured by what little there is.',
    'In ROLL the mean of the batch with the deviation of the group makes a matrix of the vector; here the two are combined as they are meant.',
  ],
  versusGrpo: 'Mean and deviation come from the whole past of the run instead of from the siblings.',
  tasks: ['bandit', 'modular-arithmetic'],
  shipped: ['roll'],
  slots: {
    advantage: advantage({
      params: {
        epsilon: standingParams.epsilon,
        runningMean: choice({
          label: 'Mean of',
          options: momentSources,
          default: 'running',
          meaning: { running: 'all rewards so far', batch: 'this batch', group: 'the group', none: 'no baseline' },
        }),
        runningSpread: choice({
          label: 'Deviation of',
          options: momentSources,
          default: 'running',
          meaning: { running: 'all rewards so far', batch: 'this batch', group: 'the group', none: 'not divided' },
        }),
      },
      compute: (batch, { epsilon, runningMean, runningSpread }, { state }) => {
        const moments = withValues(momentsOf(state), batch.reward)
        const centre = meansBy(runningMean, batch, moments)
        const spread = deviationsBy(runningSpread, batch, moments)
        const value = (r: number, i: number) =>
          runningSpread === 'none' ? r - centre[i]! : standardise(r - centre[i]!, spread[i]!, epsilon)
        return {
          advantage: batch.reward.map(value),
          explain: rolloutColumns(['mean', 'std'], { mean: centre, std: spread }),
          state: moments,
        }
      },
    }),
  },
})
