/** verl AdaptiveKLController.update, ray_trainer.apply_kl_penalty (b178a3c). */
import { mean } from '../../core/math.ts'
import type { ParamValues } from '../../core/params.ts'
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  type Padded,
  padded,
  rowSums,
  settings,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const ones = (count: number) => Array.from({ length: count }, () => [1])

/** One iteration on this batch with this price. */
const iterate = (given: Padded, values: ParamValues, price: number) =>
  estimate(resolveMethod('adaptive-kl'), values, batchOf(given), context, { reward: price })

const controller: GoldenFamily = {
  file: 'core/verl-kl-controller',
  run: ({ inputs, params }) => {
    const values = settings('adaptive-kl', 'none', {
      klTarget: number(params.target_kl),
      klHorizon: number(params.horizon),
    })
    const mask = ones(number(params.n_steps))
    let price = number(params.init_kl_coef)
    const after = vector(inputs.current_kl).map(kl => {
      // Each response is one token that is `kl` nats likelier than under the reference.
      const columns = { oldLogp: mask.map(() => [0]), refLogp: mask.map(() => [-kl]) }
      price = number(iterate({ mask, columns }, values, price).states.reward)
      return price
    })
    return { coef_after_each_update: after }
  },
}

const estimators: Record<string, string> = { kl: 'k1', k2: 'k2', low_var_kl: 'k3-clipped' }

interface Controller {
  readonly type?: unknown
  readonly init?: unknown
  readonly target?: unknown
  readonly horizon?: unknown
}
const controllerOf = (value: unknown): Controller => (typeof value === 'object' && value !== null ? value : {})

const penalty: GoldenFamily = {
  file: 'core/verl-apply-kl-penalty-in-reward',
  run: ({ inputs, params }) => {
    const { type, init, target, horizon } = controllerOf(params.controller)
    fixed('controller.type', type, 'adaptive')
    const mask = matrix(inputs.response_mask)
    const tokenReward = matrix(inputs.token_level_scores)
    const columns = { tokenReward, oldLogp: matrix(inputs.old_log_probs), refLogp: matrix(inputs.ref_log_prob) }
    const values = settings('adaptive-kl', 'none', {
      rewardKl: meaning(params.kl_penalty, estimators),
      klStart: number(init),
      klTarget: number(target),
      klHorizon: number(horizon),
    })
    const given = { mask, reward: rowSums(tokenReward), columns }
    const result = iterate(given, values, number(init))
    return {
      token_level_rewards: padded(result.batch, result.batch.tokenReward!, mask[0]!.length),
      metrics: {
        'actor/reward_kl_penalty': mean(result.explain.responseKl!.values),
        'actor/reward_kl_penalty_coeff': result.explain.price!.values[0],
      },
      coef_after: result.states.reward,
    }
  },
}

export default [controller, penalty] satisfies readonly GoldenFamily[]
