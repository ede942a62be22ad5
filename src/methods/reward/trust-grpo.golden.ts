/** SophiaVL-R1 verl/workers/reward/custom.py, the lines of the trust weight (a818494); one case from the paper's equations. */
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const trust: GoldenFamily = {
  file: 'objective/trust-grpo-reward',
  notCompared: { logged_gamma: 'the original logs the square of the trust that it uses' },
  run: ({ inputs, params }) => {
    const [reward, thinking] = [vector(inputs.outcome), Float32Array.from(vector(inputs.thinking))]
    const batch = { ...batchOf({ mask: reward.map(() => [1]), reward }), rewardParts: { thinking } }
    const values = settings('trust-grpo', 'none', { opinionWeight: number(params.alpha), horizon: number(params.T) })
    const iteration = number(inputs.step)
    const got = estimate(resolveMethod('trust-grpo'), values, batch, { ...context, iteration })
    const of = (name: string) => got.explain[name]!.values[0]!
    return {
      gamma: of('trust'),
      coefficient_of_thinking_reward: of('trust') * number(params.alpha) * Math.exp(-iteration / number(params.T)),
      mu_correct: of('meanCorrect'),
      mu_wrong: of('meanWrong'),
      reward: [...got.batch.reward],
      advantage: [...got.batch.advantage],
    }
  },
}

export default [trust] satisfies readonly GoldenFamily[]
