/** SELM scripts/selm_trainer.py SELMTrainer.optimistic_dpo_loss (0ba546a); TRL XPOTrainer._compute_losses (f2cd577). */
import { toPairs } from '../../core/formulas/pairing.ts'
import type { ParamValues } from '../../core/params.ts'
import {
  flag,
  type GoldenCase,
  type GoldenFamily,
  list,
  matrix,
  meaning,
  number,
  rowSums,
  settings,
  vector,
} from '../golden/harness.ts'
import { pairLossOf } from '../golden/pair-cases.ts'

/** Losses pair by pair: rows chosen, rejected and third of the one pair. */
function lossOfOne(values: ParamValues, logp: readonly number[], refLogp: readonly number[]) {
  const pairs = toPairs([
    { chosen: 0, rejected: 1 },
    { chosen: 0, rejected: 2, weight: 0 },
  ])
  return pairLossOf('selm', values, { logp, refLogp, pairs })
}

function selm({ inputs, params }: GoldenCase) {
  const beta = number(params.beta)
  const values = settings('selm', 'none', { optimismBeta: beta, optimism: number(params.alpha) })
  const logp = ['chosen', 'rejected', 'response'].map(side => vector(inputs[`policy_${side}_logps`]))
  const refLogp = ['chosen', 'rejected', 'response'].map(side => vector(inputs[`ref_${side}_logps`]))
  const each = logp[0]!.map((_, k) =>
    lossOfOne(
      values,
      logp.map(row => row[k]!),
      refLogp.map(row => row[k]!),
    ),
  )
  const rewards = each.map(({ explain }) => explain.logRatioToRef!.flat().map(x => beta * x))
  return {
    losses: each.map(({ loss }) => loss),
    chosen_rewards: rewards.map(row => row[0]),
    rejected_rewards: rewards.map(row => row[1]),
  }
}

/** The pair is a response of the policy and one of the reference; the latter is the third one as well. */
function xpo({ inputs, params }: GoldenCase) {
  const beta = number(params.beta)
  const values = settings('selm', 'none', {
    optimismBeta: beta,
    optimism: number(params.alpha),
    optimismOf: 'log-probability',
    optimismLoss: meaning(params.loss_type, { sigmoid: 'sigmoid', ipo: 'ipo' }),
  })
  const [own, theirs] = [
    rowSums(matrix(inputs.model_logprobs_model_data)),
    rowSums(matrix(inputs.model_logprobs_ref_data)),
  ]
  const [refOwn, refTheirs] = [
    rowSums(matrix(inputs.ref_logprobs_model_data)),
    rowSums(matrix(inputs.ref_logprobs_ref_data)),
  ]
  const ownWins = list(inputs.chosen_mask).map(flag)
  const n = own.length
  const [logp, refLogp] = [
    [...own, ...theirs],
    [...refOwn, ...refTheirs],
  ]
  const judged = ownWins.map((wins, k) => ({ chosen: wins ? k : k + n, rejected: wins ? k + n : k }))
  const third = own.map((_, k) => ({ chosen: k, rejected: k + n, weight: 0 }))
  const on = (of: ParamValues, pairs: Parameters<typeof toPairs>[0]) =>
    pairLossOf('selm', { ...values, ...of }, { logp, refLogp, pairs: toPairs(pairs) }).loss
  return {
    loss: on({}, [...judged, ...third]),
    dpo_losses: judged.map(pair => on({ optimism: 0 }, [pair])),
    xpo_losses: third.map(pair => on({}, [pair])),
  }
}

export default [
  { file: 'preference/selm-xpo', run: c => (c.inputs.chosen_mask === undefined ? selm(c) : xpo(c)) },
] satisfies readonly GoldenFamily[]
