/** CJReinforce/PURE turn_process_reward_logits_to_reward, NaiveExperienceMaker.process_experiences (41f9363). */
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  cube,
  fixed,
  flag,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  padded,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

/** p(good) - p(bad) of a two-way head: an input column of ours. */
const opinion = ([bad, good]: readonly number[]): number => Math.tanh((good! - bad!) / 2)

/** Every step is one token. */
function forms({ inputs, params }: GoldenCase) {
  const mask = matrix(inputs.reward_mask)
  const judged = cube(inputs.prm_logits).map(row => row.map(opinion))
  const mean = flag(params.disable_weighted_reward)
  const id = mean ? 'pure-mean' : 'pure'
  const minTemperature = number(params.temperature)
  const batch = batchOf({ mask, columns: { processReward: judged } })
  const given = { ...batch, correct: new Float32Array(batch.rollouts) }
  const values = settings(id, 'none', mean ? {} : { minTemperature })
  const { batch: got } = estimate(resolveMethod(id), values, given, context)
  const width = mask[0]!.length
  const paid = padded(batch, got.tokenReward!, width)
  const toGo = paid.map(row => row.map((_, t) => row.slice(t).reduce((total, r) => total + r, 0)))
  return {
    raw_step_reward: padded(batch, batch.processReward!, width),
    weighted_step_reward: paid,
    outcome_reward: [...got.reward],
    return_to_go_no_baseline: toGo,
  }
}

const weights: Readonly<Record<string, readonly [number, number]>> = { PRM: [1, 0], VR: [0, 1], PRMVR: [1, 1] }

/** The golden rewards are already in the form that is paid: `pure-sum` passes them on. */
function baselines({ inputs, params }: GoldenCase) {
  fixed('kl_coef', params.kl_coef, 0)
  const each = number(params.n_samples_per_prompt)
  const mask = matrix(inputs.action_mask)
  const ends = matrix(inputs.separator_mask)
  const judged = matrix(inputs.token_process_reward).map((row, i) =>
    row.map((r, t) => (ends[i]![t] === 1 ? r : Number.NaN)),
  )
  const [processWeight, verifiedWeight] = meaning(params.reward_mode, weights)
  const group = mask.map((_, i) => Math.floor(i / each))
  const given = batchOf({ mask, group, columns: { processReward: judged } })
  const batch = { ...given, correct: Float32Array.from(vector(inputs.solved)) }
  const run = (separators: string) => {
    const values = settings('pure-sum', 'none', {
      processWeight,
      verifiedWeight: verifiedWeight * number(params.verifiable_reward_coef),
      baselineUnit: text(params.reward_baseline),
      separators,
    })
    return padded(given, estimate(resolveMethod('pure-sum'), values, batch, context).batch.credit, mask[0]!.length)
  }
  return {
    // Credit is a sum to the end: its differences are what each token is paid.
    reward_minus_baseline: run('trained').map(row => row.map((a, t) => a - (row[t + 1] ?? 0))),
    advantage_reverse_cumsum_separators_zeroed: run('silent'),
  }
}

const pure: GoldenFamily = {
  file: 'credit/pure',
  ignored: {
    response_length: 'the length of the action mask',
    num_steps: 'counted from the separators',
    num_tokens_per_step: 'counted from the separators',
    score_mask: 'which steps exist: the separators tell',
  },
  run: c => (c.inputs.prm_logits === undefined ? baselines(c) : forms(c)),
}

export default [pure] satisfies readonly GoldenFamily[]
