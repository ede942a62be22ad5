/** WangHanLinHenry/SPA-RL-Agent (ed20087): one token per turn; states say which turns were carried out. */
import type { Rank, Tensor1D } from '@tensorflow/tfjs-core'
import type { Batch } from '../../core/batch.ts'
import { tf } from '../../tensor/tf.ts'
import { shapeReward } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  list,
  number,
  record,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

interface Episode {
  readonly group: number
  readonly reward: number
  readonly values: readonly number[]
  readonly states: readonly number[]
}

function shaped(episodes: readonly Episode[], own: Parameters<typeof settings>[2]) {
  const plain = batchOf({
    mask: episodes.map(({ values }) => values.map(() => 1)),
    group: episodes.map(({ group }) => group),
    reward: episodes.map(({ reward }) => reward),
  })
  const start = Int32Array.from(plain.token, (_, t) => t)
  const batch: Batch = {
    ...plain,
    turns: {
      rollout: Int32Array.from(episodes.flatMap(({ values }, i) => values.map(() => i))),
      start,
      end: start.map(t => t + 1),
    },
    progress: Float32Array.from(episodes.flatMap(({ values }) => values)),
    stateKey: Float32Array.from(episodes.flatMap(({ states }) => states)),
  }
  return shapeReward(resolveMethod('spa-rl'), settings('spa-rl', 'none', own), batch, context)
}

/** States before each turn: a new one after each that was carried out. */
const statesOf = (acted: readonly number[]): number[] =>
  acted.map((_, t) => acted.slice(0, t).reduce((state, one) => state + one, 0))

function estimator({ inputs, params }: GoldenCase) {
  const [values, acted, final] = [
    vector(inputs.estimator_contributions),
    vector(inputs.action_executable),
    number(inputs.final_reward),
  ]
  fixed('the last turn carried out', acted.at(-1), 1)
  const got = shaped([{ group: 0, reward: final, values, states: statesOf(acted) }], {
    groundingWeight: number(params.grounding_weight),
  })
  const model = resolveMethod('spa-rl').models.progress!
  const { mse, slope } = tf.tidy(() => {
    const loss = (c: Tensor1D) => model.loss(tf, tf.reshape(tf.sum(c), [1]), {}, tf.tensor1d([final]))
    const { value, grad } = tf.valueAndGrad(c => loss(tf.reshape<Rank.R1>(c, [values.length])))(tf.tensor1d(values))
    return { mse: value.dataSync()[0], slope: [...grad.dataSync()] }
  })
  const { turnValue } = got.explain
  const cumulative = values.map((_, t) => turnValue!.values.slice(0, t + 1).reduce((total, c) => total + c, 0))
  return {
    progress_prediction: cumulative.at(-1),
    mse,
    mse_grad_per_step: slope,
    cumulative_progress: cumulative,
    step_rewards: [...got.batch.tokenReward!],
  }
}

/** The released script’s constant values. */
function released({ inputs }: GoldenCase) {
  const annotations = list(inputs.annotations).map(record)
  const ids = annotations.map(({ id }) => text(id))
  const episodes = annotations.map(one => ({
    group: ids.indexOf(text(one.id)),
    reward: number(one.agent_final_reward),
    values: vector(one.turn_values),
    states: vector(one.turn_values).map((_, t) => t),
  }))
  const { batch, explain } = shaped(episodes, { turnValues: 'outcome' })
  return {
    turn_values: episodes.map((_, i) => [
      ...explain.turnValue!.values.slice(batch.tokenStart[i], batch.tokenStart[i + 1]),
    ]),
  }
}

const family: GoldenFamily = {
  file: 'credit/spa-rl',
  run: c => (c.inputs.annotations === undefined ? estimator(c) : released(c)),
}

export default [family] satisfies readonly GoldenFamily[]
