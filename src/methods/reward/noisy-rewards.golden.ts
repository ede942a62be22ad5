/** trestad/Noisy-Rewards-in-Learning-to-Reason naive.py (083f72b), and what follows from it on average. */
import { estimate, shapeReward } from '../estimate.ts'
import { batchOf, context, flag, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const id = 'noisy-rewards'
const method = resolveMethod(id)

const family: GoldenFamily = {
  file: 'data/noisy-rewards',
  notRun: ({ inputs }) =>
    'text' in inputs ? 'counts English phrases; tasks here have no words, and variety of tokens stands in' : undefined,
  notCompared: { is_correct: 'the verdicts as they went in, which the method leaves alone' },
  run: ({ inputs, params }) => {
    const [reward, draws, each] = [
      vector(inputs.scores),
      vector(inputs.uniform_draw_per_group),
      number(params.rollout_n),
    ]
    const given = batchOf({ mask: reward.map(() => [1]), group: reward.map((_, i) => Math.floor(i / each)), reward })
    const batch = { ...given, rewardParts: { pattern: Float32Array.from(vector(inputs.pattern_scores)) } }
    const wrongPaid = flag(params.add_pattern_reward_when_wrong) ? 'pattern' : 'nothing'
    const values = settings(id, 'none', { turnedShare: number(params.flip_prob), wrongPaid })
    let at = 0
    const got = shapeReward(method, values, batch, { ...context, draw: () => draws[at++]! })
    return { noisy_reward: [...got.batch.reward] }
  },
}

/** Draws so fine that their mean is that over all draws. */
const grid = Array.from({ length: 100 }, (_, k) => (k + 0.5) / 100)

const theory: GoldenFamily = {
  file: 'data/noisy-rewards-theory',
  run: ({ inputs, params }) => {
    const reward = vector(inputs.rewards)
    const batch = batchOf({ mask: reward.map(() => [1]), reward })
    const at = (turnedShare: number, draw: number) => [
      ...estimate(method, settings(id, 'verl', { turnedShare }), batch, { ...context, draw: () => draw }).batch
        .advantage,
    ]
    const runs = grid.map(draw => at(number(params.p), draw))
    const expected = reward.map((_, i) => runs.reduce((total, run) => total + run[i]!, 0) / grid.length)
    const truth = at(0, 0.5)
    return { A: truth, A_flipped: at(1, 0.5), expected_A: expected, scale: expected[0]! / truth[0]! }
  },
}

export default [family, theory] satisfies readonly GoldenFamily[]
