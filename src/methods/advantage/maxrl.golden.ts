/** SkyRL (a956457), prime-rl (559b447) and rlhf-book (a66b0bf), whose form is the paper's. */
import type { Convention } from '../../core/params.ts'
import {
  estimateOf,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  keepSide,
  list,
  lossOf,
  matrix,
  meaning,
  number,
  rowSums,
  settings,
  vector,
} from '../golden/harness.ts'

const conventionOf = (value: unknown): Convention =>
  meaning<Convention>(value, { skyrl: 'skyrl', 'prime-rl': 'prime-rl', 'rlhf-book': 'paper' })

const advantage: GoldenFamily = {
  file: 'trainers/maxrl-advantage',
  ignored: { note: 'a remark about precision' },
  run: ({ inputs, params }) => {
    const names = list(inputs.index).map(String)
    const values = settings('maxrl', conventionOf(params.convention), {
      ...(params.epsilon !== undefined && { epsilon: number(params.epsilon) }),
    })
    const { advantage: perRow, credit } = estimateOf('maxrl', values, {
      mask: matrix(inputs.response_mask),
      group: names.map(name => names.indexOf(name)),
      reward: rowSums(matrix(inputs.token_level_rewards)),
    })
    return { advantages: credit, advantages_per_response: perRow }
  },
}

const reductions = { token_mean: 'token-mean', sequence_mean: 'seq-mean-token-mean' }

function ofSkyrl({ inputs, params }: GoldenCase) {
  const [low, high] = [number(params.eps_clip_low), number(params.eps_clip_high)]
  const oldLogp = matrix(inputs.old_log_prob)
  const values = settings('maxrl', 'skyrl', {
    aggregation: meaning(params.loss_reduction, reductions),
    clipLow: low,
    clipHigh: high,
  })
  return { values, logp: keepSide(matrix(inputs.log_prob), oldLogp, [1 - low, 1 + high]), oldLogp }
}

function ofBook({ inputs, params }: GoldenCase) {
  fixed('aggregation', params.aggregation, 'seq-mean-token-mean, old_log_prob unused, empty row counts as 0')
  return { values: settings('maxrl', 'paper', {}), logp: matrix(inputs.log_prob), oldLogp: matrix(inputs.old_log_prob) }
}

/** One group; its advantages are made of the rewards, and must be those that the case names. */
const loss: GoldenFamily = {
  file: 'trainers/maxrl-loss',
  run: c => {
    const { inputs, params } = c
    const { values, logp, oldLogp } = conventionOf(params.convention) === 'skyrl' ? ofSkyrl(c) : ofBook(c)
    const mask = matrix(inputs.response_mask)
    const reward = vector(inputs.rewards)
    const { advantage: made, credit } = estimateOf('maxrl', values, { mask, reward })
    const given = matrix(inputs.advantages)
    const apart = credit.flatMap((row, i) => row.map((a, t) => (mask[i]![t] === 1 ? Math.abs(a - given[i]![t]!) : 0)))
    fixed('advantages of the rewards', Math.max(...apart) < 1e-5, true)
    const got = lossOf('maxrl', values, { mask, reward, advantage: made, columns: { logp, oldLogp, credit } })
    return { loss: got.loss, grad_log_prob: got.gradient.logp }
  },
}

export default [advantage, loss] satisfies readonly GoldenFamily[]
