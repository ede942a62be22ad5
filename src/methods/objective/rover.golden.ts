/** ROVER compute_rover_reward, DataParallelROVERActor.update_policy, both trainers (b0fa587). */
import { logSoftmax, mean, softmax } from '../../core/math.ts'
import {
  cube,
  estimateOf,
  flag,
  type GoldenFamily,
  lossOf,
  matrix,
  number,
  type Padded,
  rowSums,
  settings,
  vector,
} from '../golden/harness.ts'

const rewardOf = (inputs: Readonly<Record<string, unknown>>): Padded => ({
  mask: matrix(inputs.response_mask),
  group: vector(inputs.index),
  reward: rowSums(matrix(inputs.token_level_rewards)),
})

const centredReward: GoldenFamily = {
  file: 'core/rover-centered-reward',
  notRun: ({ outputs }) =>
    'reward' in outputs ? 'a batch-level reward that the released code never selects' : undefined,
  run: ({ inputs, params }) => {
    // The script for mathematics divides by the deviation: that is GRPO’s advantage as verl computes it.
    const divided = flag(params.norm_by_std)
    const id = divided ? 'grpo' : 'rover'
    const epsilon = number(params.epsilon)
    const values = settings(id, 'verl-b178a3c', divided ? { epsilon } : {})
    return { centered_reward: estimateOf(id, values, rewardOf(inputs)).credit }
  },
}

const loss: GoldenFamily = {
  file: 'core/rover-loss',
  run: ({ inputs, params }) => {
    const given = rewardOf(inputs)
    const actions = matrix(inputs.actions)
    const beta = number(params.beta)
    const values = settings('rover', 'verl-b178a3c', { rho: number(params.rho), beta })
    const logps = (logits: number[][][]) => logits.map(rows => rows.map(row => [...logSoftmax(row)]))
    const now = logps(cube(inputs.logits))
    const old = logps(cube(inputs.old_logits))
    const chosen = (all: number[][][]) => all.map((rows, i) => rows.map((row, t) => row[actions[i]![t]!]!))
    const means = (all: number[][][]) => all.map(rows => rows.map(row => mean(row)))
    const { credit } = estimateOf('rover', values, given)
    const columns = { logp: chosen(now), oldLogp: chosen(old), meanLogp: means(now), oldMeanLogp: means(old), credit }
    const got = lossOf('rover', values, { ...given, columns })
    const perLogp = got.gradient.logp!
    const perMean = got.gradient.meanLogp!
    // d logp / d z = onehot - pi and d meanLogp / d z = 1/V - pi.
    const grad_logits = cube(inputs.logits).map((rows, i) =>
      rows.map((row, t) => {
        const pi = softmax(row)
        const onehot = (v: number) => (v === actions[i]![t] ? 1 : 0)
        return row.map((_, v) => perLogp[i]![t]! * (onehot(v) - pi[v]!) + perMean[i]![t]! * (1 / row.length - pi[v]!))
      }),
    )
    return {
      centered_reward: credit,
      q_values: got.explain.q,
      next_q: got.explain.nextQ,
      scaled_next_q: got.explain.nextQ!.map(row => row.map(value => value * beta)),
      target: got.explain.target,
      loss: got.loss,
      grad_logits,
    }
  },
}

export default [centredReward, loss] satisfies readonly GoldenFamily[]
