/** Derived cases: the bandit step by step, and what it is paid at every pass rate. */
import {
  estimateOf,
  fixed,
  type GoldenFamily,
  list,
  number,
  record,
  settings,
  texts,
  vector,
} from '../golden/harness.ts'
import { chances, learned, lesson, type Worth } from './sec.math.ts'

const trace: GoldenFamily['run'] = ({ inputs, params }) => {
  const arms = texts(inputs.arms)
  const byName = (values: readonly unknown[]) => Object.fromEntries(arms.map((arm, i) => [arm, values[i]]))
  let worth: Worth = Object.fromEntries(arms.map((arm, i) => [i, number(record(inputs.Q0)[arm] ?? 0)]))
  const { newestWeight, sourceTemperature } = settings('sec', 'none', {
    newestWeight: number(params.alpha),
    sourceTemperature: number(params.tau),
  })
  return {
    trace: list(inputs.steps).map(step => {
      const met = record(record(step).advantages)
      const before = chances(worth, [...arms.keys()], Number(sourceTemperature))
      const lessons = new Map(arms.flatMap((arm, i) => (arm in met ? [[i, lesson(vector(met[arm]))] as const] : [])))
      worth = learned(worth, lessons, Number(newestWeight))
      return {
        sampling_prob_before: byName(before),
        reward: byName(arms.map((_, i) => lessons.get(i) ?? null)),
        Q_after: byName(arms.map((_, i) => worth[i] ?? 0)),
      }
    }),
  }
}

/** What a group of these rewards teaches, without and with division by the spread. */
const proxy: GoldenFamily['run'] = ({ inputs, params }) => {
  const reward = vector(inputs.rewards)
  fixed('group', params.group, reward.length)
  const given = { mask: reward.map(() => [1]), reward }
  const raw = estimateOf('dr-grpo', settings('dr-grpo', 'none', {}), given)
  const scaled = estimateOf('grpo', settings('grpo', 'none', { ddof: 0, epsilon: 1e-8 }), given)
  return { mean_abs_raw: lesson(raw.advantage), mean_abs_normalised: lesson(scaled.advantage) }
}

export default [
  {
    file: 'data/sec',
    notCompared: {
      closed_raw: 'the formula that mean_abs_raw must equal',
      closed_norm: 'the formula that mean_abs_normalised must equal',
    },
    run: c => ('steps' in c.inputs ? trace(c) : proxy(c)),
  },
] satisfies readonly GoldenFamily[]
