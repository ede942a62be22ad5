/** Derived from arXiv 2509.19199: implicit step rewards, z-scores of responses and steps, trajectory DPO. */

import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  padded,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { pairLoss } from './oprl.math.ts'

/** Every action is one token; the reward model's opinion comes with the input. */
function run({ inputs, params }: GoldenCase) {
  const epsilon = number(params.eps)
  const ddof = meaning(params.std, { population: 0, sample: 1 })
  const [model, old] = [matrix(inputs.prm_action_logprob), matrix(inputs.old_action_logprob)]
  const mask = old.map(row => row.map(() => 1))
  const batch = batchOf({ mask, reward: vector(inputs.outcome_reward), columns: { prmLogp: model, oldLogp: old } })
  const values = settings('oprl', 'none', {
    prmBeta: number(params.beta),
    stepWeight: number(params.alpha),
    epsilon,
    ddof,
    stepEpsilon: epsilon,
    stepDdof: ddof,
  })
  const got = estimate(resolveMethod('oprl'), values, { ...batch, problem: Float32Array.of(0) }, context)
  const ragged = (column: Float32Array) => mask.map((row, i) => padded(batch, column, 9)[i]!.slice(0, row.length))
  const step = ragged(got.explain.stepReward!.values)
  const totals = step.map(row => row.reduce((sum, r) => sum + r, 0))
  return {
    step_reward: step,
    step_advantage: ragged(got.explain.stepAdvantage!.values),
    episode_advantage: [...got.batch.advantage],
    advantage: ragged(got.batch.credit),
    ...(inputs.preferred_pair !== null && { dpo_loss: lossOfPair(vector(inputs.preferred_pair), totals) }),
  }
}

const lossOfPair = ([better, worse]: readonly number[], totals: readonly number[]): number =>
  pairLoss(totals[better!]! - totals[worse!]!)

export default [{ file: 'credit/oprl-istar', run }] satisfies readonly GoldenFamily[]
